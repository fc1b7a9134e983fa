"""Do two engines hold as much of everything?"""

from __future__ import annotations

from emokg.graph.store import Counts


def differing(wanted: Counts, found: Counts) -> list[str]:
    """The labels and types whose counts differ, each with both."""
    pairs = [
        *((name, count, found.nodes[name]) for name, count in wanted.nodes.items()),
        *((name, count, found.relationships[name]) for name, count in wanted.relationships.items()),
    ]
    return [f"{name} {there:,} instead of {here:,}" for name, here, there in pairs if here != there]
