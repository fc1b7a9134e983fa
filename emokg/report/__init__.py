"""What a person sees of a whole graph: a question-answering function in, a table out.

Not its business: how a question is answered, and how a table is written.
"""

from __future__ import annotations

from emokg.report.summary import summary

__all__ = ["summary"]
