"""How the demo's answers look: pure functions from tables to what rich prints, 100 columns wide."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from emokg.cli.demo_answers import (
    ATTRIBUTES,
    EMOTION,
    IMAGE,
    KIND,
    NEIGHBORS,
    OTHER,
    SEED,
    SPLIT,
    Answers,
)
from emokg.cli.output import emit
from emokg.splits import Certificate
from emokg.table import Table

WIDTH = 100
PLOT = 30
BAR = 10
TRIPLET = 46
COLOURS = {
    "amusement": "yellow",
    "anger": "red",
    "awe": "cyan",
    "contentment": "green",
    "disgust": "dark_olive_green3",
    "excitement": "orange1",
    "fear": "magenta",
    "sadness": "blue",
}
Row = dict[str, Any]


def print_demo(answers: Answers, folder: Path) -> None:
    """The whole page on stdout."""
    console = Console(width=_width(), highlight=False)
    with console.capture() as captured:  # rich would end the program on a closed pipe
        for part in page(answers, folder):
            console.print(part)
    emit(captured.get().rstrip("\n"))


def _width() -> int:
    return min(WIDTH, Console().width) if sys.stdout.isatty() else WIDTH


def page(answers: Answers, folder: Path) -> Iterator[RenderableType]:
    """Everything the demo prints, from top to bottom."""
    place = f"-w {shlex.quote(str(folder))}"
    yield _heading(f"Which attributes evoke {EMOTION}?")
    yield from attributes(answers.attributes)
    yield _command(f"emokg query run attributes-evoking -p emotion={EMOTION} {place}")
    yield _heading(f"What lies near {IMAGE} in DES space?")
    yield from neighbors(answers)
    search = f"emokg index search --image {IMAGE} -k {NEIGHBORS}"
    yield _command(f"{search} --where emotion={OTHER} {place}")
    yield _heading("What is in the graph?")
    yield from statistics(answers.stats)
    yield _command(f"emokg stats {place}")
    yield _command(f"emokg report {place}", above=0)
    yield _heading("Which images train a model, and which test it?")
    yield from split(answers.split)
    yield _command(f"emokg split make {KIND} --seed {SEED} --name {SPLIT} {place}")
    yield _command(f"emokg split audit {SPLIT} {place}", above=0)
    yield _heading("Where the files are")
    yield _files(folder, answers.report)
    yield _heading("What to type next")
    yield _next(folder)


def attributes(table: Table) -> Iterator[RenderableType]:
    """The first rows of an association, each with its interval drawn to scale."""
    rows = table.rows()
    shown = rows[:ATTRIBUTES]
    low = min([0.0, *(row["ci_low"] for row in shown)])
    high = max(row["ci_high"] for row in shown)
    grid = _grid("attribute", ">images", ">lift", ">log odds", "95 % interval", "", ">q")
    for row in shown:
        interval = (row["ci_low"], row["log_odds"], row["ci_high"])
        grid.add_row(
            Text(row["attribute"], style="bold"),
            f"{row['images']} of {row['item_images']}",
            f"{row['lift']:.2f}",
            f"{row['log_odds']:.2f}",
            f"{row['ci_low']:5.2f} … {row['ci_high']:.2f}",
            forest(*interval, low, high, PLOT),
            f"{row['q_value']:.1e}",
        )
    yield grid
    first = rows[0]
    share = first["emotion_images"] / first["total_images"]
    yield _note(
        f"{first['emotion_images']:,} of {first['total_images']:,} labelled images evoke {EMOTION} "
        f"({share:.1%}); lift is against that share. The interval is of the log odds ratio, the "
        f"bar at the left marks 0. q: Benjamini–Hochberg over all {len(rows):,} attributes with at "
        "least 5 images; the strongest lower bounds are shown."
    )


def forest(
    ci_low: float, estimate: float, ci_high: float, low: float, high: float, width: int
) -> Text:
    """An interval drawn to scale between `low` and `high`: `│    ├──●───┤   `, the bar at zero."""

    def place(value: float) -> int:
        return round((value - low) / (high - low) * (width - 1))

    cells = [" "] * width
    start, middle, end = place(ci_low), place(estimate), place(ci_high)
    cells[start : end + 1] = ["─"] * (end + 1 - start)
    cells[start], cells[end] = "├", "┤"
    cells[middle] = "●"
    if start > place(0.0):
        cells[place(0.0)] = "│"
    drawn = Text("".join(cells), style=COLOURS[EMOTION])
    drawn.stylize("dim white", place(0.0), place(0.0) + 1)
    return drawn


def neighbors(answers: Answers) -> Iterator[RenderableType]:
    """The image asked about, its neighbours, and its neighbours that pass the filter."""
    (about,) = answers.described.rows()
    yield Padding(
        Text.assemble(
            "labelled ",
            _emotion(about["emotion"]),
            f"; {about['annotator']} says: ",
            (about["description"], "italic"),
        ),
        (0, 0, 1, 1),
    )
    yield _neighbors("all images", answers.near)
    yield ""
    yield _neighbors(f"only {OTHER}", answers.near_filtered)
    yield _note(f"The vectors: {answers.vectors}")


def _neighbors(title: str, table: Table) -> Grid:
    grid = _grid(title, ">cosine", "emotion", "background - attribute - subject", "")
    grid.columns[0].min_width = len("emoset:contentment_00000")
    grid.columns[3].min_width = TRIPLET
    for row in table.rows():
        grid.add_row(
            Text(row["image"], style="bold"),
            f"{row['similarity']:.3f}",
            _emotion(row["emotion"]),
            _shortened(row["triplets"][0]),
            Text(f"and {len(row['triplets']) - 1}", style="dim"),
        )
    return grid


def _shortened(triplet: str) -> Text:
    text = Text(triplet)
    text.truncate(TRIPLET, overflow="ellipsis")
    return text


def statistics(table: Table) -> Iterator[RenderableType]:
    """Sizes, emotions and coverage side by side."""
    sections: dict[str, list[Row]] = {}
    for row in table.rows():
        sections.setdefault(row["section"], []).append(row)
    page = Grid.grid(padding=(0, 2))
    page.add_row(
        _sizes("nodes", sections["nodes"]),
        _sizes("relationships", sections["relationships"]),
        Group(
            _shares("images by emotion", sections["emotions"]),
            "",
            _shares("images", sections["images"]),
        ),
    )
    yield page


def _sizes(title: str, rows: Iterable[Row]) -> Grid:
    """The largest first; what the graph has none of is left out."""
    grid = _grid(title, ">")
    present = sorted((row for row in rows if row["count"]), key=lambda row: -row["count"])
    for row in present:
        grid.add_row(row["name"], f"{row['count']:,}")
    grid.add_row(Text("all", style="bold"), Text(f"{_total(present):,}", style="bold"))
    return grid


def _total(rows: Iterable[Row]) -> int:
    return sum(row["count"] for row in rows)


def _shares(title: str, rows: list[Row]) -> Grid:
    grid = _grid(title, ">", ">", "")
    grid.columns[0].min_width = len("annotated by a model")
    grid.columns[2].min_width = len("100.0%")
    widest = max(row["share"] for row in rows)
    for row in rows:
        colour = COLOURS.get(row["name"], "white")
        filled = round(row["share"] / widest * BAR)
        grid.add_row(
            Text(row["name"], style=colour if row["name"] in COLOURS else ""),
            f"{row['count']:,}",
            f"{row['share']:.1%}",
            Text("█" * filled, style=colour),
        )
    return grid


def split(certificate: Certificate) -> Iterator[RenderableType]:
    """Sizes, and what the audit found."""
    made, audit = certificate.made, certificate.audit
    assert audit is not None
    total = sum(made.splits.values())
    grid = _grid("split", ">images", ">")
    for name, count in made.splits.items():
        grid.add_row(Text(name, style="bold"), f"{count:,}", f"{count / total:.1%}")
    yield grid
    pairs = sum(audit.evidence.values())
    text = f"Audited: none of the {pairs:,} pairs of near duplicates found is torn apart."
    for each in audit.inflation:
        text += (
            f" The nearest training image by {each.space} has the label of {each.accuracy:.1%} of "
            f"{each.test:,} test images, and {each.random_accuracy:.1%} under "
            f"{each.random_splits} random splits ({each.random_low:.1%} to "
            f"{each.random_high:.1%}): "
            f"inflated by {100 * each.inflation:+.1f} points (95 % interval "
            f"{100 * each.ci_low:+.1f} to {100 * each.ci_high:+.1f})."
        )
    yield _note(text)


def _files(folder: Path, report: Path) -> Grid:
    grid = Grid.grid(padding=(0, 2))
    for name, what in (
        ("records", "the truth: images, annotations, triplets, regions, emotions (Parquet)"),
        ("graph", "the graph built from them: one DuckDB file"),
        ("des", "the 1024-d emotion vectors and their index"),
        (f"splits/{SPLIT}", "which image is in which split, and the certificate"),
        (
            f"{report.parent.name}/{report.name}",
            f"the report, {report.stat().st_size / 1e6:.2f} MB: open it in a browser",
        ),
    ):
        grid.add_row(Text(f" {folder / name}", style="bold"), what)
    return grid


def _next(folder: Path) -> Grid:
    text = "MATCH (e:Emotion) RETURN e.id, e.valence"
    lines = (
        *([] if shutil.which("emokg") else [(_activation(), "so that the shell finds emokg")]),
        (f"cd {shlex.quote(str(folder))}", "commands then need no -w"),
        ("emokg query list", "the questions that have a name"),
        ("emokg query run contrast -p emotion=fear -p against=awe", "what separates two emotions"),
        (f"emokg cypher '{text}'", "a question of your own"),
        ("emokg doctor", "what is installed, what is stale"),
        ("emokg init DIR", "then emokg ingest PATH: your own images"),
    )
    grid = Grid.grid(padding=(0, 2))
    for command, what in lines:
        grid.add_row(Text(f" {command}", style="bold green"), Text(what, style="dim"))
    return grid


def _activation() -> str:
    script = Path(sys.prefix) / "bin" / "activate"
    near = script.relative_to(Path.cwd()) if script.is_relative_to(Path.cwd()) else script
    return f"source {shlex.quote(str(near))}"


def _grid(*columns: str) -> Grid:
    """A table with these heads; `>` before a head sets its column to the right."""
    grid = Grid(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False)
    for column in columns:
        right = column.startswith(">")
        grid.add_column(
            column.removeprefix(">"), justify="right" if right else "left", no_wrap=True
        )
    return grid


def _emotion(name: str | None) -> Text:
    return Text(name or "", style=f"bold {COLOURS[name]}" if name else "")


def _heading(text: str) -> Group:
    return Group("", Rule(Text(text, style="bold"), align="left", style="dim"), "")


def _note(text: str) -> Padding:
    return Padding(Text(text, style="dim"), (1, 0, 0, 1))


def _command(text: str, above: int = 1) -> Padding:
    return Padding(Text.assemble(("$ ", "dim"), (text, "green")), (above, 0, 0, 1))
