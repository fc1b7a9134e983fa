"""The command line: arguments in, tables on stdout, messages on stderr, an exit code out.

No business logic lives here; each command calls one function of a package below and shows what
it returns. Heavy libraries are imported inside the commands that need them.
"""

from __future__ import annotations

from emokg.cli.main import main

__all__ = ["main"]
