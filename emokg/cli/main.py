"""The entry point: runs the chosen command and turns every error into a message and a code."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from emokg.cli.app import app
from emokg.errors import EmoKGError, MissingParameter

BUG = 1
INTERRUPTED = 130
DUCKDB_INTERRUPTED = "Query interrupted"
"""What DuckDB 2.0 makes of Ctrl-C: a RuntimeError of this text in place of KeyboardInterrupt."""


def main() -> None:
    """Run `emokg`. Never returns; exit codes are those of `emokg.errors`."""
    try:
        app(prog_name="emokg")
    except EmoKGError as error:
        if _debugging():
            raise
        _say(error.message, _hint(error))
        sys.exit(error.exit_code)
    except MemoryError:
        _say("out of memory", "free some memory, or work on a smaller workspace")
        sys.exit(BUG)
    except OSError as error:
        if _debugging():
            raise
        _say(*_operating_system(error))
        sys.exit(3)
    except Exception as error:
        if str(error) == DUCKDB_INTERRUPTED:
            sys.exit(INTERRUPTED)
        if _debugging():
            raise
        _say(
            f"this is a bug in emokg: {type(error).__name__}: {error}",
            "run the command again with --debug and report what it prints",
        )
        sys.exit(BUG)


def _hint(error: EmoKGError) -> str | None:
    """What to do, in the terms of the command line."""
    if isinstance(error, MissingParameter):
        return f"give it as -p {error.name}=VALUE"
    return error.hint


def _operating_system(error: OSError) -> tuple[str, str]:
    what = error.strerror or str(error)
    where = f": {error.filename}" if error.filename else ""
    return f"{what}{where}", "check the path, its permissions and the free space of the disk"


def _debugging() -> bool:
    return "--debug" in sys.argv or bool(os.environ.get("EMOKG_DEBUG"))


def _say(message: str, hint: str | None) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    console.print("error: ", style="bold red", end="")
    console.print(message)
    if hint:
        console.print(hint, style="dim")
