"""From the engine's counts to the columns: strata, families, order, and the edges of each."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emokg.query.association import associate, associate_weighted, profile
from emokg.query.grouped import agreement, shares, spread
from emokg.query.joint import joint
from emokg.query.listed import contingency, odds
from tests.query import judges
from tests.query.real import Image

COUNTED = {
    "attribute": pa.string(),
    "source": pa.string(),
    "images": pa.int64(),
    "item_images": pa.int64(),
}


def counted(*rows: tuple[Any, ...]) -> pa.Table:
    """Rows of (attribute, source, images, item_images)."""
    named = [dict(zip(COUNTED, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(named, schema=pa.schema(list(COUNTED.items())))


def answer_of(records: list[Image], emotion: str) -> pa.Table:
    """What the engine counts."""
    having: Counter[tuple[str | None, str]] = Counter()
    both: Counter[tuple[str | None, str]] = Counter()
    for image in records:
        for attribute in (*image.phrases(1), None):
            having[attribute, image.source] += 1
            both[attribute, image.source] += image.ces == emotion
    return counted(*((*key, both[key], size) for key, size in having.items()))


@st.composite
def records(draw: st.DrawFn) -> list[Image]:
    """Images of up to three sources with up to three attributes."""
    count = draw(st.integers(1, 40))
    made = []
    for number in range(count):
        attributes = draw(st.sets(st.sampled_from(["dark", "eerie", "calm"])))
        triplets = tuple((None, attribute, "sky") for attribute in sorted(attributes))
        source = draw(st.sampled_from("abc"))
        label = draw(st.sampled_from(["fear", "awe"]))
        made.append(Image(f"{source}:{number}", source, label, {}, "", triplets))
    return made


@settings(deadline=None, max_examples=150)
@given(records(), st.integers(1, 4), st.randoms())
def test_any_records_give_what_the_judges_find(
    made: list[Image], min_images: int, order: Any
) -> None:
    answer = answer_of(made, "fear")
    shuffled = list(range(len(answer)))
    order.shuffle(shuffled)
    table = associate(answer.take(shuffled), ("attribute",), min_images)
    assert table.equals(associate(answer, ("attribute",), min_images))
    having = lambda image: image.phrases(1)  # noqa: E731
    evokes = lambda image: image.ces == "fear"  # noqa: E731
    sizes = Counter(attribute for image in made for attribute in image.phrases(1))
    kept = {attribute for attribute, size in sizes.items() if size >= min_images}
    rows = {row["attribute"]: row for row in table.to_pylist()}
    assert rows.keys() == kept
    if kept:
        for item, numbers in judges.association(made, having, evokes, min_images).items():
            assert judges.same(rows[item], numbers)
    low = table.column("ci_low").to_pylist()
    assert low == sorted(low, reverse=True)


@settings(deadline=None, max_examples=60)
@given(records())
def test_numbers_keep_to_their_ranges(made: list[Image]) -> None:
    for row in associate(answer_of(made, "fear"), ("attribute",)).to_pylist():
        assert 0 <= row["images"] <= row["item_images"] <= row["total_images"] == len(made)
        assert row["ci_low"] <= row["log_odds"] <= row["ci_high"]
        assert 0 < row["p_value"] <= row["q_value"] <= 1
        assert (row["mh_log_odds"] is None) or row["strata"] >= 2


def test_the_least_p_and_q_values_keep_their_digits() -> None:
    table = associate(
        counted(
            ("dread", "a", 390, 400),
            ("dark", "a", 240, 500),
            ("dim", "a", 90, 700),
            ("day", "a", 90, 900),
            (None, "a", 2000, 20_000),
        ),
        ("attribute",),
    )
    rows = {row["attribute"]: row for row in table.to_pylist()}
    margins = {"dread": (390, 400), "dark": (240, 500), "dim": (90, 700), "day": (90, 900)}
    p = {}
    for rank, (item, (both, having)) in enumerate(margins.items(), start=1):
        p[item] = judges.exact(both, having - both, 2000 - both, 18_000 - having + both)
        assert rows[item]["p_value"] == pytest.approx(p[item], rel=1e-9, abs=0)
        assert rows[item]["q_value"] == pytest.approx(p[item] * 4 / rank, rel=1e-9, abs=0)
    assert p["dread"] < 1e-300 < p["dark"] < 1e-90 < p["dim"] < 0.05 < p["day"]


def test_one_source_pools_nothing() -> None:
    (row,) = associate(
        counted(("dark", "a", 5, 10), (None, "a", 20, 100)), ("attribute",)
    ).to_pylist()
    assert row["strata"] == 1
    assert row["mh_log_odds"] is row["mh_ci_low"] is row["mh_ci_high"] is None


def test_a_source_without_the_item_counts_in_the_totals() -> None:
    answer = counted(("dark", "a", 5, 10), (None, "a", 20, 100), (None, "b", 30, 400))
    (row,) = associate(answer, ("attribute",)).to_pylist()
    assert (row["emotion_images"], row["total_images"], row["strata"]) == (50, 500, 1)
    assert row["lift"] == pytest.approx(5 * 500 / (10 * 50))


def test_an_item_in_every_image_says_nothing() -> None:
    answer = counted(("dark", "a", 20, 100), (None, "a", 20, 100))
    (row,) = associate(answer, ("attribute",)).to_pylist()
    assert (row["lift"], row["p_value"], row["strata"]) == (1, 1, 0)
    assert row["ci_low"] < 0 < row["ci_high"]


def test_an_emotion_of_no_image_has_no_lift() -> None:
    answer = counted(("dark", "a", 0, 10), (None, "a", 0, 100))
    (row,) = associate(answer, ("attribute",)).to_pylist()
    assert row["lift"] is None
    assert row["p_value"] == 1


def test_no_rows_give_no_rows_with_all_columns() -> None:
    table = associate(counted(), ("attribute",))
    assert len(table) == 0
    assert table.column_names[0] == "attribute"
    assert len(table.column_names) == 15


def test_equal_bounds_are_ordered_by_name() -> None:
    rows = [(name, "a", 5, 10) for name in ("zebra", "apple", "mango")]
    table = associate(counted(*rows, (None, "a", 20, 100)), ("attribute",))
    assert table.column("attribute").to_pylist() == ["apple", "mango", "zebra"]


def test_weights_of_zero_and_one_count_like_images() -> None:
    plain = counted(
        ("dark", "a", 5, 10), ("dark", "b", 2, 7), (None, "a", 20, 99), (None, "b", 9, 70)
    )
    weights = [
        {"attribute": row["attribute"], "source": row["source"], "weight": weight, "images": count}
        for row in plain.to_pylist()
        for weight, count in ((1.0, row["images"]), (0.0, row["item_images"] - row["images"]))
    ]
    (one,) = associate(plain, ("attribute",)).to_pylist()
    (other,) = associate_weighted(pa.Table.from_pylist(weights), ("attribute",)).to_pylist()
    for name in ("images", "item_images", "emotion_images", "total_images", "lift", "log_odds"):
        assert one[name] == pytest.approx(other[name])
    assert one["mh_log_odds"] == pytest.approx(other["mh_log_odds"])
    assert other["p_value"] is other["q_value"] is None
    assert other["ci_low"] == pytest.approx(one["ci_low"], abs=0.4)
    backwards = pa.Table.from_pylist(weights[::-1])
    assert associate_weighted(backwards, ("attribute",)).to_pylist() == [other]


def test_a_profile_turns_the_margins() -> None:
    answer = counted(("fear", "a", 5, 20), ("awe", "a", 3, 80))
    rows = {row["attribute"]: row for row in profile(answer, ("attribute",)).to_pylist()}
    assert rows["fear"]["item_images"] == 8
    assert rows["fear"]["emotion_images"] == 20
    assert rows["fear"]["total_images"] == 100


def test_pairs_are_kept_only_where_they_lift_more_than_each_alone() -> None:
    def row(first: str | None, second: str | None, images: int, size: int) -> dict[str, Any]:
        own = {"attribute": first, "other_attribute": second, "source": "a"}
        return own | {"images": images, "item_images": size}

    answer = pa.Table.from_pylist(
        [
            row("a", "b", 5, 5),
            row("a", "c", 2, 6),
            row("a", None, 8, 12),
            row("b", None, 7, 20),
            row("c", None, 3, 9),
            row(None, None, 20, 100),
        ]
    )
    (found,) = joint(answer, ("attribute", "other_attribute")).to_pylist()
    assert (found["attribute"], found["other_attribute"]) == ("a", "b")
    assert found["attribute_lift"] == pytest.approx(8 * 100 / (12 * 20))
    assert found["other_attribute_lift"] == pytest.approx(7 * 100 / (20 * 20))
    assert found["q_value"] == pytest.approx(2 * found["p_value"], rel=1e-12, abs=0)


def test_a_contingency_lists_the_pairs_that_never_met() -> None:
    answer = pa.table(
        {"source": ["a", "a", "b"], "emotion": ["fear", "awe", "awe"], "images": [5, 6, 7]}
    )
    rows = {
        (r["source"], r["emotion"]): r
        for r in contingency(answer, ("source", "emotion")).to_pylist()
    }
    assert rows["b", "fear"]["images"] == 0
    assert (rows["b", "fear"]["item_images"], rows["b", "fear"]["other_images"]) == (7, 5)
    assert all(row["total_images"] == 18 for row in rows.values())


def test_odds_count_the_tests_that_are_not_listed() -> None:
    row = {"subject": "a", "other": "b", "images": 5, "item_images": 6, "other_images": 7}
    answer = pa.Table.from_pylist([row | {"total_images": 100, "tests": 40}])
    (found,) = odds(answer, ("subject", "other")).to_pylist()
    assert found["q_value"] == pytest.approx(40 * found["p_value"], rel=1e-12, abs=0)
    assert "tests" not in found


def test_shares_spread_and_agreement_of_nothing_are_empty() -> None:
    none = pa.array([], pa.string())
    numbers = pa.array([], pa.int64())
    share = pa.table({"emotion": none, "images": numbers, "total_images": numbers})
    assert len(shares(share, ("emotion",))) == 0
    even = pa.table({"attribute": none, "emotion": none, "images": numbers})
    assert len(spread(even, ("attribute",), 1)) == 0
    rated = pa.table(
        {"one": none, "two": none, "answer": none, "other_answer": none, "images": numbers}
    )
    assert agreement(rated, ("one", "two")).column_names[:3] == ["one", "two", "images"]
    assert len(contingency(pa.table({"a": none, "b": none, "images": numbers}), ("a", "b"))) == 0


def test_ten_thousand_items_take_a_blink() -> None:
    """The size of the full graph: 10,169 attributes in six sources."""
    rng = np.random.default_rng(1)
    size = np.minimum(rng.zipf(1.5, (10_169, 6)), 4000)
    both = rng.binomial(size, 0.13)
    names = [f"attribute {number}" for number in range(10_169)]
    answer = pa.table(
        {
            "attribute": [*np.repeat(names, 6), *[None] * 6],
            "source": [*"abcdef" * 10_169, *"abcdef"],
            "images": [*both.reshape(-1).tolist(), *[5000] * 6],
            "item_images": [*size.reshape(-1).tolist(), *[39_000] * 6],
        }
    )
    assert len(associate(answer, ("attribute",), 5)) == 10_169
