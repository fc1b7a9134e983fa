"""Sections in, one HTML page out that needs nothing else: style, script and data are inside it.

Not its business: what the figures say.
"""

from __future__ import annotations

from emokg.report.page.render import render

__all__ = ["render"]
