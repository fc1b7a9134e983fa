"""What is asked of a split, checked before anything is read."""

from __future__ import annotations

from dataclasses import dataclass

from emokg.errors import UsageError

TRAIN, VAL, TEST = "train", "val", "test"
NAMES = {2: (TRAIN, TEST), 3: (TRAIN, VAL, TEST)}
RATIOS = (0.8, 0.1, 0.1)


@dataclass(frozen=True)
class Plan:
    """The seed, and what some kinds take: the shares of train, val and test (of train and test
    where there are two), `k` images a class or folds, the sources held out."""

    seed: int
    ratios: tuple[float, ...] | None = None
    k: int | None = None
    hold_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ratios = RATIOS if self.ratios is None else self.ratios
        right = all(0 < ratio < 1 for ratio in ratios) and len(ratios) in NAMES
        if not right or abs(sum(ratios) - 1) > 1e-9:
            given = ",".join(f"{ratio:g}" for ratio in ratios)
            raise UsageError(
                f"ratios {given} cannot be used: they are two or three shares that sum to 1",
                "for example --ratios 0.8,0.1,0.1 (train, val, test) or --ratios 0.8,0.2",
            )
        if self.k is not None and self.k < 1:
            raise UsageError(f"k = {self.k} cannot be used", "give 1 or more, for example -k 5")

    @property
    def shares(self) -> dict[str, float]:
        """The share of every split."""
        ratios = self.ratios or RATIOS
        return dict(zip(NAMES[len(ratios)], ratios, strict=True))

    @property
    def shares_without_test(self) -> dict[str, float]:
        """The share of every other split where the test images are chosen otherwise."""
        rest = {name: share for name, share in self.shares.items() if name != TEST}
        return {name: share / sum(rest.values()) for name, share in rest.items()}
