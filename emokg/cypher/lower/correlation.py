"""Subqueries that hang on the outer query by one equality alone.

DuckDB 2.0 decorrelates every subquery by first collecting the distinct outer values; where
`outer = inner` is all that correlates, `outer IN (SELECT inner …)` is the same and needs none of
that, nor does counting the inner rows of each value: 2 to 4 times faster over all images.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from emokg.cypher.lower.aliases import QUOTED, aliases_in
from emokg.cypher.lower.frame import Frame
from emokg.cypher.lower.scans import Scan

_KEY = re.compile(r"\._[a-z]$")  # numbers of nodes and relationships, which are never null
_EQUALITY = re.compile(r"([a-z]+\d+\.\w+) = ([a-z]+\d+\.\w+)")


def exists(inner: Frame) -> str:
    """Whether the frame has a row."""
    found = split(inner, ())
    if found is None:
        return f"EXISTS ({inner.select(['1'])})"
    outer, key, rest = found
    test = f"({outer} IN ({rest.select([key])}))"
    return f"coalesce({test}, FALSE)" if _bound(outer) in inner.filters else test


def count(inner: Frame, frame: Frame) -> str:
    """How many rows the frame has; the counts of all keys are joined to the outer frame."""
    found = split(inner, ())
    if found is None or frame.parent is not None:
        return f"({inner.select(['count(*)'])})"
    outer, key, rest = found
    grouped = f"{rest.select([f'{key} AS k', 'count(*) AS n'])} GROUP BY 1"
    counts = frame.compilation.once(_alike(grouped, rest))
    alias = inner.fresh("s")
    frame.items.append(f"LEFT JOIN {counts} AS {alias} ON {alias}.k = {outer}")
    return f"coalesce({alias}.n, 0)"


def _alike(text: str, frame: Frame) -> str:
    """The text with the frame's aliases in order, so that what means the same is written alike."""
    aliases = [item.alias for item in frame.items if isinstance(item, Scan)]
    names = {alias: f"k{i}" for i, alias in enumerate(aliases)}
    words = re.compile(rf"{QUOTED}|\b(?:{'|'.join(aliases)})\b")
    return words.sub(lambda found: names.get(found[0], found[0]), text)


def split(inner: Frame, columns: Sequence[str]) -> tuple[str, str, Frame] | None:
    """The outer value, the key that equals it, and the frame without that condition.

    Null where more correlates, be it in `columns`, which are to be selected. A condition that the
    outer value is not null goes too: the equality says so, but for IN.
    """
    own: set[str] = set()
    for item in inner.items:
        if not isinstance(item, Scan) or item.conditions:
            return None
        own.add(item.alias)
    outward = [text for text in inner.filters if not aliases_in(text) <= own]
    if any(not aliases_in(text) <= own for text in columns):
        return None
    equalities = [found for text in outward if (found := _EQUALITY.fullmatch(text))]
    if len(equalities) != 1:
        return None
    outer, key = sorted(equalities[0].groups(), key=lambda side: aliases_in(side) <= own)
    if not _KEY.search(key) or not aliases_in(key) <= own or not aliases_in(outer).isdisjoint(own):
        return None
    if not set(outward) <= {equalities[0].string, _bound(outer)}:
        return None
    rest = replace(inner, filters=[text for text in inner.filters if text not in outward])
    return outer, key, rest


def _bound(outer: str) -> str:
    return f"{outer} IS NOT NULL"
