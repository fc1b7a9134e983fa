"""Two nodes with the same relationships around them: joined once, read twice.

Whoever compares two annotations of one image, or two images that share a subject, asks the same
tables for either side. Where a FROM is nothing but two such stars and what relates them, the star
becomes a common table expression, and the two read it side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from emokg.cypher import sql
from emokg.cypher.lower.aliases import COLUMN, aliases_in
from emokg.cypher.lower.scans import Scan

_EQUAL = re.compile(r"(\w+)\.(_[sd]) = (\w+)\.(_[sd])")


@dataclass(frozen=True, slots=True)
class Twins:
    """The star as a SELECT, what the two readers are called, the conditions that relate them, and
    how each column of the stars is to be read now."""

    star: str
    readers: tuple[str, str]
    filters: list[str]
    renamed: dict[str, str]


def twins(items: Sequence[str | Scan], filters: Sequence[str]) -> Twins | None:
    """The two stars that a FROM and its conditions are made of; None for anything else."""
    scans = {item.alias: item for item in items if isinstance(item, Scan) and _plain(item)}
    if len(scans) != len(items) or len(items) < 4:
        return None
    if not all(aliases_in(text) <= scans.keys() for text in filters):
        return None
    for first, second in combinations(_centres(filters), 2):
        if first.keys().isdisjoint(second) and len(first) + len(second) == len(scans):
            found = _alike(first, second, scans, filters)
            if found is not None:
                return found
    return None


def renamed(text: str, columns: dict[str, str]) -> str:
    """SQL with its columns read where they are now; what is quoted stays."""
    return COLUMN.sub(lambda found: columns.get(found[0], found[0]), text) if columns else text


def _plain(scan: Scan) -> bool:
    return scan.simple and not scan.conditions and scan.number == "_r"


def _centres(filters: Sequence[str]) -> list[dict[str, str]]:
    """For each node that several relationships meet in: which, and by which column."""
    groups: list[set[tuple[str, str]]] = []
    for text in filters:
        equal = _EQUAL.fullmatch(text)
        if equal is not None:
            ends = {(equal[1], equal[2]), (equal[3], equal[4])}
            met = [group for group in groups if group & ends]
            groups = [group for group in groups if not group & ends]
            groups.append(ends.union(*met))
    return [dict(sorted(group)) for group in groups if len(dict(group)) == len(group)]


def _alike(
    first: dict[str, str],
    second: dict[str, str],
    scans: dict[str, Scan],
    filters: Sequence[str],
) -> Twins | None:
    own = [text for text in filters if len(aliases_in(text)) == 1]
    of_first, of_second = (
        {_signature(alias, column, scans, own): alias for alias, column in centre.items()}
        for centre in (first, second)
    )
    if of_first.keys() != of_second.keys() or len(of_first) != len(first):
        return None
    inside = [
        text
        for text in filters
        if text not in own and any(aliases_in(text) <= centre.keys() for centre in (first, second))
    ]
    if not all(_meets(text, first) or _meets(text, second) for text in inside):
        return None
    across = [text for text in filters if text not in own and text not in inside]
    return _written(of_first, of_second, scans, [*own, *inside], across)


def _meets(text: str, centre: dict[str, str]) -> bool:
    """Whether a condition says no more than that two relationships meet in the centre."""
    equal = _EQUAL.fullmatch(text)
    return equal is not None and (
        centre.get(equal[1]) == equal[2] and centre.get(equal[3]) == equal[4]
    )


def _signature(alias: str, column: str, scans: dict[str, Scan], own: list[str]) -> str:
    """What a relationship of a star is, its name aside."""
    tests = sorted(_as(text, alias, "_") for text in own if aliases_in(text) == {alias})
    return f"{_table(scans[alias])} {column} {tests}"


def _written(
    of_first: dict[str, str],
    of_second: dict[str, str],
    scans: dict[str, Scan],
    own: list[str],
    across: list[str],
) -> Twins:
    star = list(of_first.values())
    readers = (f"{min(star)}x", f"{min(of_second.values())}x")
    columns: list[str] = []
    read: dict[str, str] = {}
    for signature, alias in of_first.items():
        table = scans[alias].branches[0].table
        names = ["_r", "_s", "_d", *(sql.identifier(stored.name) for stored in table.properties)]
        for name in names:
            here = f"c{len(columns)}"
            columns.append(f"{alias}_.{name} AS {here}")
            for reader, mine in zip(readers, (alias, of_second[signature]), strict=True):
                read[f"{mine}.{name}"] = f"{reader}.{here}"
    tables = " CROSS JOIN ".join(f"{_table(scans[alias])} AS {alias}_" for alias in star)
    conditions = [text for text in own if aliases_in(text) <= set(star)]
    for alias in star:
        conditions = [_as(text, alias, f"{alias}_") for text in conditions]
    where = " AND ".join(f"({text})" for text in conditions)
    return Twins(f"SELECT {', '.join(columns)} FROM {tables} WHERE {where}", readers, across, read)


def _table(scan: Scan) -> str:
    return sql.identifier(scan.branches[0].table.table)


def _as(text: str, alias: str, other: str) -> str:
    """SQL that calls a table by another name."""
    return COLUMN.sub(lambda found: f"{other}.{found[3]}" if found[2] == alias else found[0], text)
