"""Why an answer has no rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from emokg.graph.labelled import LINKS
from emokg.query.question import Question

if TYPE_CHECKING:
    import pyarrow as pa

    from emokg.graph.description import Description

COMMANDS = {
    "BROADER": "concepts are made by emokg concepts build, then emokg graph build",
    "NEAR_DUPLICATE_OF": "they are found by emokg duplicates find, then emokg graph build",
}


_MATCH = re.compile(r"^MATCH\b(.*?)(?=^\s*[A-Z]+\b)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r":(\w+)")


def nothing(
    question: Question, values: Mapping[str, Any], answer: pa.Table, about: Description | None
) -> Iterator[str]:
    """What is missing from the graph, or what left out the rows that `answer` has.

    `answer` is what the engine gave, before the statistics; `about` describes the graph.
    """
    absent = [] if about is None else _absent(question, values, about)
    if absent:
        more = [COMMANDS[name] for name in absent if name in COMMANDS]
        yield "; ".join([f"the graph has no {' and no '.join(absent)}", *more])
        return
    least = values.get("min_images", 1)
    if question.statistic == "joint_association" and _enough(question, answer, least):
        yield (
            f"of the pairs with {least:,} images none has a greater lift than each of its two alone"
        )
    elif least > 1:
        yield f"nothing that is asked for has {least:,} images; a smaller min_images shows more"


def _absent(question: Question, values: Mapping[str, Any], about: Description) -> list[str]:
    """The labels and types that rows need and that the graph has none of.

    A question by kind has a part for each, of which one is asked.
    """
    counts = {**about.nodes, **about.relationships}
    if "kind" in values:
        needed = [LINKS[values["kind"]]]
    else:
        needed = _NAME.findall(" ".join(_MATCH.findall(question.text_for(values))))
    return [name for name in dict.fromkeys(needed) if counts.get(name) == 0]


def _enough(question: Question, answer: pa.Table, least: int) -> bool:
    """Whether any pair, over all sources, has that many images."""
    names = [column.name for column in question.items]
    pairs = answer.filter(pc.is_valid(answer.column(names[1])))
    images = pairs.group_by(names).aggregate([("item_images", "sum")]).column("item_images_sum")
    return bool(pc.any(pc.greater_equal(images, least)).as_py())
