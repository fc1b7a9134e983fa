"""The scenarios of the openCypher TCK that only read, as plain values.

Outlines are expanded, one scenario an example. A scenario's key is its feature file, its number
there and, of an outline, the number of its example: `clauses/match/Match3 [12] 2`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from emokg.cypher.parser import parse
from emokg.errors import CypherError, CypherUnsupported
from tests.tck.notation import value

_ERROR = re.compile(r"an? (\w+) should be raised at (?:compile time|runtime|any time): (.+)")
_TEMPORAL = re.compile(r"\b(?:date|time|datetime|localtime|localdatetime|duration)(?:\.\w+)?\s*\(")
_NAMED = re.compile(r"the (\S+) graph")
_WRITES = re.compile(r"(?:CREATE|MERGE|SET|REMOVE|(?:DETACH )?DELETE|FOREACH) is refused")


@dataclass(frozen=True, slots=True)
class Rows:
    """The expected answer; cells as `notation` reads them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    ordered: bool
    lists_ordered: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """`expected` is the answer, or the name of the error."""

    key: str
    folder: str
    setup: tuple[str, ...]
    parameters: dict[str, Any]
    query: str
    expected: Rows | str
    procedures: bool

    @property
    def temporal(self) -> bool:
        """Whether dates, times or durations have a part in it."""
        return _TEMPORAL.search(" ".join((*self.setup, self.query))) is not None


def tck_folder() -> Path | None:
    """EMOKG_TEST_TCK, else `shared/tck` beside the checkout; None where neither is."""
    beside = Path(__file__).resolve().parents[2] / "../shared/tck"
    folder = Path(os.environ.get("EMOKG_TEST_TCK", beside)).resolve()
    return folder if (folder / "features").is_dir() else None


def scenarios(folder: Path) -> Iterator[Scenario]:
    """Every scenario whose query does not write."""
    features = folder / "features"
    for path in sorted(features.rglob("*.feature")):
        document: Any = Parser().parse(path.read_text(encoding="utf-8"))
        document["uri"] = path.name
        name = path.relative_to(features).with_suffix("").as_posix()
        seen: Counter[str] = Counter()
        pickles = list(Compiler().compile(document))
        repeated = Counter(pickle["name"] for pickle in pickles)
        for pickle in pickles:
            title = pickle["name"]
            seen[title] += 1
            key = f"{name} {title.split(' ')[0]}"
            if repeated[title] > 1:
                key += f" {seen[title]}"
            scenario = _scenario(key, name.rpartition("/")[0], pickle["steps"], folder)
            if scenario is not None:
                yield scenario


def _scenario(key: str, folder: str, steps: list[Any], tck: Path) -> Scenario | None:
    setup: list[str] = []
    parameters: dict[str, Any] = {}
    query, expected, procedures = "", None, False
    for step in steps:
        text = step["text"]
        argument = step.get("argument", {})
        if text == "having executed:":
            setup.append(argument["docString"]["content"])
        elif _NAMED.fullmatch(text):
            name = _NAMED.fullmatch(text)[1]
            setup.append((tck / "graphs" / name / f"{name}.cypher").read_text(encoding="utf-8"))
        elif text == "parameters are:":
            parameters = {name: value(cell) for name, cell in _cells(argument)}
        elif text == "executing query:":
            query = argument["docString"]["content"]
        elif text == "executing control query:":
            return None
        elif text.startswith("there exists a procedure"):
            procedures = True
        elif text.startswith("the result should be"):
            expected = _rows(text, argument)
        elif _ERROR.fullmatch(text):
            expected = ": ".join(_ERROR.fullmatch(text).groups())
    if expected is None or _writes(query):
        return None
    return Scenario(key, folder, tuple(setup), parameters, query, expected, procedures)


def _cells(argument: Any) -> list[list[str]]:
    rows = argument["dataTable"]["rows"] if "dataTable" in argument else []
    return [[cell["value"] for cell in row["cells"]] for row in rows]


def _rows(text: str, argument: Any) -> Rows:
    header, *rows = _cells(argument) or [[]]
    return Rows(
        tuple(header),
        tuple(tuple(value(cell) for cell in row) for row in rows),
        ordered="in order" in text,
        lists_ordered="ignoring element order" not in text,
    )


def _writes(query: str) -> bool:
    try:
        parse(query)
    except CypherUnsupported as error:
        return _WRITES.match(error.message) is not None
    except CypherError:
        return False
    return False
