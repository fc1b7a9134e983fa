"""Which parameters each question is asked with: one that suits it, then one change at a time.

Every emotion and every allowed word, but not one twice where two must differ; the most and the
least connected phrase, image, source and annotator of the graph; both truth values; the ends of a
range; the shortest answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from emokg.query.asking import NODES, CypherGraph
from emokg.query.question import Parameter, Question
from emokg.taxonomy import CES

_LINKS: Mapping[str, str] = {
    "attribute": "HAS_ATTRIBUTE",
    "background": "HAS_BACKGROUND",
    "subject": "HAS_SUBJECT",
    "source": "FROM_SOURCE",
    "image": "EVOKES|HAS_TRIPLET",
    "annotator": "MADE_BY",
}
"""The relationships that say how much of the graph hangs on what a parameter names."""

Chosen = Mapping[str, Sequence[str]]


def choose(graph: CypherGraph) -> Chosen:
    """Per parameter type the id of the node with the most links, and of that with the fewest."""
    return {kind: tuple(_ends(graph, kind)) for kind in NODES}


def cases(question: Question, chosen: Chosen) -> list[dict[str, Any]]:
    """Parameters to ask a question with; none where the graph has nothing for a required one."""
    values = {parameter.name: _values(parameter, chosen) for parameter in question.parameters}
    emotions = [each.name for each in question.parameters if each.type == "emotion"]
    values |= dict.fromkeys(emotions[1:], CES[1:3])
    required = [parameter.name for parameter in question.parameters if parameter.required]
    if not all(values[name] for name in required):
        return []
    base = {name: values[name][0] for name in required}
    found = [base]
    for name, each in values.items():
        changed = (_apart(question, base | {name: value}, name) for value in each)
        found += [case for case in changed if case not in found]
    return found


def _apart(question: Question, case: dict[str, Any], changed: str) -> dict[str, Any]:
    """The case with another emotion where one was changed to what another must differ from."""
    for each in question.parameters:
        other = each.differs_from
        if other == changed and case[each.name] == case[other]:
            case[each.name] = CES[0]
    return case


def _ends(graph: CypherGraph, kind: str) -> Iterator[str]:
    label = NODES[kind][0]
    for links, name in (("DESC", "ASC"), ("ASC", "DESC")):
        text = (
            f"MATCH (n:{label}) WITH n, COUNT {{ (n)-[:{_LINKS[kind]}]-() }} AS links "
            f"RETURN n.id AS id ORDER BY links {links}, id {name} LIMIT 1"
        )
        yield from graph.cypher(text).column("id")


def _values(parameter: Parameter, chosen: Chosen) -> Sequence[Any]:
    if parameter.values:
        return parameter.values
    if parameter.type == "emotion":
        return CES
    if parameter.type in chosen:
        return tuple(dict.fromkeys(chosen[parameter.type]))
    if parameter.type == "boolean":
        return (not parameter.default,)
    if parameter.name == "limit":
        return (1, 1000)
    return tuple(end for end in (parameter.minimum, parameter.maximum) if end is not None)
