"""Whether two engines gave the same rows."""

from __future__ import annotations

from collections.abc import Sequence

from emokg.query.parity.comparing import Row, differences


def first_difference(
    ours: Sequence[Row], theirs: Sequence[Row], ordered: bool = True
) -> str | None:
    """What differs first, in the order given or, where it means nothing, in one order for both;
    null when nothing does."""
    found = next(differences(ours, theirs, ordered=ordered), None)
    return None if found is None else found.describe("ours", "theirs")
