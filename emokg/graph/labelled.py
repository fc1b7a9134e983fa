"""How many labelled images there are, and how many of them have no phrase of a kind at all.

A question that compares images with an attribute and images without counts the latter among those
without: so they are counted once, when the graph is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    import duckdb

LINKS: Mapping[str, str] = {
    "triplet": "HAS_TRIPLET",
    "background": "HAS_BACKGROUND",
    "attribute": "HAS_ATTRIBUTE",
    "subject": "HAS_SUBJECT",
}
"""What an image may have, and the relationship that says so."""


class Labelled(BaseModel):
    """Images by CES label: all of them, and per key of `LINKS` those that have none of it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    images: dict[str, int]
    lacking: dict[str, dict[str, int]]


def count_labelled(connection: duckdb.DuckDBPyConnection) -> Labelled:
    """Counted in the tables of the attached database `g`."""
    lacks = (
        f'count(*) FILTER (WHERE evokes._s NOT IN (SELECT _s FROM g."{link}"))'
        for link in LINKS.values()
    )
    rows = connection.execute(
        f"SELECT emotion.id, count(*), {', '.join(lacks)} "
        'FROM g."EVOKES" evokes JOIN g."Emotion" emotion ON emotion._n = evokes._d '
        "WHERE evokes.rank = 1 GROUP BY emotion.id ORDER BY emotion.id"
    ).fetchall()
    return Labelled(
        images={emotion: count for emotion, count, *_ in rows},
        lacking={
            kind: {emotion: counts[place] for emotion, _, *counts in rows}
            for place, kind in enumerate(LINKS)
        },
    )
