"""What stands behind "without": labelled images that have nothing of the kind that is compared.

An association compares images with an item and images without, over all that have a CES label. An
image that nobody has described yet is among the latter, and the answer says how many these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from emokg.graph.labelled import LINKS, Labelled
from emokg.query.question import Question

COMPARING = frozenset({"association", "profile", "joint_association"})
"""The statistics that compare images with an item and images without."""


def without(
    question: Question, values: Mapping[str, Any], total: int, labelled: Labelled
) -> Iterator[str]:
    """A sentence for each kind of item that some of the `total` compared images lack altogether.

    None where the question compares other images than those with a label.
    """
    emotions = _emotions(question, values)
    compared = [emotion for emotion in labelled.images if not emotions or emotion in emotions]
    left_out = sum(parameter.type == "image" for parameter in question.parameters)
    if sum(labelled.images[emotion] for emotion in compared) - left_out != total:
        return
    which = f"images labelled {' or '.join(emotions)}" if emotions else "labelled images"
    for kind in _kinds(question, values):
        lacking = sum(labelled.lacking[kind][emotion] for emotion in compared)
        if lacking:
            has, is_ = ("has", "is") if lacking == 1 else ("have", "are")
            yield (
                f"{lacking:,} of {total:,} {which} {has} no {kind} at all and {is_} counted among "
                f"those without; emokg query run missing-parts -p part={kind}s lists such images"
            )


def _emotions(question: Question, values: Mapping[str, Any]) -> list[str]:
    """The two that are compared with each other; none where all are."""
    for parameter in question.parameters:
        if parameter.type == "emotion" and parameter.differs_from is not None:
            return [values[parameter.differs_from], values[parameter.name]]
    return []


def _kinds(question: Question, values: Mapping[str, Any]) -> list[str]:
    """What the question's text looks for in an image: whole triplets, or their parts."""
    kinds = [kind for kind, link in LINKS.items() if re.search(rf"\b{link}\b", question.text)]
    if "triplet" in kinds:
        return ["triplet"]
    return [values["kind"]] if values.get("kind") in kinds else kinds
