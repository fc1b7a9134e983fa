"""The program, run in this process."""

from __future__ import annotations

from tests.cli.conftest import emokg

__all__ = ["emokg"]
