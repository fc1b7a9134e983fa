"""`certificate.json`: what a split was made from, and what its audit found.

It holds no time stamp and no path, so the same inputs give the same bytes. What was made is never
changed by an audit, which adds its own part: an assignment that was altered stays found out.
"""

from __future__ import annotations

import hashlib
from typing import Self

from pydantic import BaseModel, ConfigDict

from emokg.records import EvidenceKind
from emokg.splits.balance import Balance
from emokg.splits.compared import unseen
from emokg.splits.inflation import Inflation
from emokg.splits.plan import Plan
from emokg.splits.pool import NOWHERE, Texts

FORMAT = 3
SHORT = 0.5
"""A split with less than this part of the share asked for is short of images."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Components(_Entry):
    """The components of near duplicates: how many have several images, and the largest's size."""

    of_several: int
    largest: int


class Made(_Entry):
    """How the split was made, and from what. `records` and `graph` are fingerprints.

    `evidence` counts pairs by kind; `assignment` is the SHA-256 of lines of image, tab, split.
    """

    name: str
    kind: str
    promise: str
    seed: int
    ratios: list[float] | None
    k: int | None
    hold_out: list[str]
    records: str
    graph: str
    images: int
    unlabelled: int
    left_out: dict[str, int]
    splits: dict[str, int]
    evidence: dict[str, int]
    components: Components
    balance: Balance
    assignment: str

    def short(self) -> dict[str, tuple[float, float]]:
        """Splits with less than half of the share asked for, each with its share and that one."""
        total = sum(self.splits.values())
        asked = {} if self.ratios is None else self.plan().shares
        shares = {name: self.splits.get(name, 0) / total for name in asked}
        return {
            name: (share, asked[name])
            for name, share in shares.items()
            if share < asked[name] * SHORT
        }

    def plan(self) -> Plan:
        """What was asked for."""
        ratios = None if self.ratios is None else tuple(self.ratios)
        return Plan(self.seed, ratios, self.k, tuple(self.hold_out))


class Audit(_Entry):
    """What an audit found. `problems` is empty where the split passed.

    `compared` counts the images of the split that have what a kind of evidence compares, by kind
    that was looked for: near duplicates among the others could not be seen.
    """

    passed: bool
    problems: list[str]
    records: str
    graph: str
    radius: int
    cosine: float
    compared: dict[EvidenceKind, int]
    evidence: dict[str, int]
    components: Components
    splits: dict[str, int]
    balance: Balance | None
    inflation: list[Inflation]

    def unseen(self) -> list[str]:
        """What the audit could not see, and what to do about it, a sentence each."""
        return unseen(self.compared, sum(self.splits.values()))


class Certificate(_Entry):
    """Both parts."""

    format: int = FORMAT
    made: Made
    audit: Audit | None = None

    def text(self) -> str:
        """As it is written."""
        return self.model_dump_json(indent=1) + "\n"

    def audited(self, audit: Audit) -> Self:
        """With another audit."""
        return self.model_copy(update={"audit": audit})


def assignment_hash(ids: Texts, split: Texts) -> str:
    """SHA-256 of the images that have a split, sorted by id, a line `image<TAB>split` each."""
    digest = hashlib.sha256()
    for image, name in zip(ids.tolist(), split.tolist(), strict=True):
        if name != NOWHERE:
            digest.update(f"{image}\t{name}\n".encode())
    return digest.hexdigest()
