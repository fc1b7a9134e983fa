"""`python docs/picture.py`: run the demo for real and take the README's picture of it.

Needs Chromium (Debian: chromium, fonts-dejavu-core).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).resolve().parent
COLUMNS = 100
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>
body {{ margin: 0; background: #0c0c0c; color: #d9d9d9 }}
pre {{ margin: 0; padding: 18px 22px; font: 15px/1.32 "DejaVu Sans Mono", monospace }}
{stylesheet}</style></head><body><pre>{code}</pre></body></html>"""


def demo() -> str:
    """What `make demo` shows on a terminal, in colour, under the command that was typed."""
    emokg = Path(sys.executable).with_name("emokg")
    colourful = {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    done = subprocess.run(
        [str(emokg), "demo", "demo"],
        cwd=HERE.parent,
        env=os.environ | colourful,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return f"\x1b[2m$\x1b[0m make demo\n{done.stdout}"


def page(output: str) -> tuple[str, int]:
    """HTML, and how many lines it shows."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        console = Console(record=True, width=COLUMNS, file=nowhere)
        console.print(Text.from_ansi(output))
    return console.export_html(theme=MONOKAI, code_format=PAGE), output.count("\n") + 1


def photograph(html: str, lines: int, target: Path) -> None:
    """A picture of the page, twice as dense as a screen, in as few colours as look right."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "page.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", f"--user-data-dir={scratch}/profile", "--hide-scrollbars",
                f"--window-size=960,{round(lines * 15 * 1.32) + 40}",
                "--force-device-scale-factor=2", f"--screenshot={target}", source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip
    from PIL import Image

    with Image.open(target) as picture:
        picture.convert("RGB").quantize(64).save(target, optimize=True)


def main() -> None:
    """Take the picture anew."""
    html, lines = page(demo())
    photograph(html, lines, HERE / "demo.png")


if __name__ == "__main__":
    main()
