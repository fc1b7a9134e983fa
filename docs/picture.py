"""`python docs/picture.py`: run the demo for real and take the README's pictures of it.

`demo.png` is what it prints; `report.png` the head and one section of the report that it writes.

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
ROOT = HERE.parent
REPORT = ROOT / "demo" / "reports" / "report.html"
SECTION = "associations"
ONLY_SECTION = f"<style>section:not(#{SECTION}) {{ display: none }}</style></head>"
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
        cwd=ROOT,
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


def excerpt(report: str) -> str:
    """The report with one section only, which fits into a picture."""
    return report.replace("</head>", ONLY_SECTION, 1)


def photograph(html: str, width: int, height: int, density: int, target: Path) -> None:
    """A picture of the page, `density` times as dense as a screen, in few colours."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "page.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", f"--user-data-dir={scratch}/profile", "--hide-scrollbars",
                f"--window-size={width},{height}",
                f"--force-device-scale-factor={density}", f"--screenshot={target}", source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip
    from PIL import Image

    with Image.open(target) as picture:
        picture.convert("RGB").quantize(64).save(target, optimize=True)


def main() -> None:
    """Take the pictures anew."""
    html, lines = page(demo())
    photograph(html, 960, round(lines * 15 * 1.32) + 40, 2, HERE / "demo.png")
    report = excerpt(REPORT.read_text(encoding="utf-8"))
    photograph(report, 1200, 1550, 1, HERE / "report.png")


if __name__ == "__main__":
    main()
