"""Agreement of many raters against published worked examples and another implementation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import fleiss_kappa

from emokg.query.statistics.agreement import cohen
from emokg.query.statistics.agreement_many import Coefficient, fleiss, gwet, krippendorff

Measure = Callable[..., Coefficient]

# Ten subjects, fourteen raters, five categories: Wikipedia, "Fleiss' kappa", worked example
TEN_SUBJECTS = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)
# Twelve units, four observers, values missing: Krippendorff, "Computing Krippendorff's
# Alpha-Reliability" (2011), example C; Gwet's irrCAC has it as cac.raw4raters
FOUR_OBSERVERS = np.array(
    [
        [3, 0, 0, 0, 0],
        [0, 3, 1, 0, 0],
        [0, 0, 4, 0, 0],
        [0, 0, 4, 0, 0],
        [0, 4, 0, 0, 0],
        [1, 1, 1, 1, 0],
        [0, 0, 0, 4, 0],
        [3, 1, 0, 0, 0],
        [0, 4, 0, 0, 0],
        [0, 0, 0, 0, 3],
        [2, 0, 0, 0, 0],
        [0, 0, 1, 0, 0],
    ]
)


def test_fleiss_kappa_of_the_worked_example() -> None:
    found = fleiss(TEN_SUBJECTS)
    assert found.agreement == pytest.approx(0.378, abs=5e-4)
    assert found.expected == pytest.approx(0.213, abs=5e-4)
    assert found.value == pytest.approx(0.210, abs=5e-4)
    assert found.value == pytest.approx(fleiss_kappa(TEN_SUBJECTS), abs=1e-12)


def test_krippendorffs_alpha_of_his_example() -> None:
    assert krippendorff(FOUR_OBSERVERS).value == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("coefficient", "value", "error"),
    [(fleiss, 0.76117, 0.15302), (gwet, 0.77544, 0.14295), (krippendorff, 0.74342, 0.14557)],
)
def test_values_and_errors_are_those_gwet_publishes(
    coefficient: Measure, value: float, error: float
) -> None:
    found = coefficient(FOUR_OBSERVERS)
    assert found.value == pytest.approx(value, abs=5e-6)
    assert found.error == pytest.approx(error, abs=5e-6)
    assert found.high == 1.0


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=3, max_size=12),
    st.integers(2, 4),
)
@settings(max_examples=60, deadline=None)
def test_fleiss_kappa_is_that_of_statsmodels(answers: list[list[int]], raters: int) -> None:
    counts = np.array([np.bincount(row[:raters], minlength=4) for row in answers])
    if fleiss(counts).expected < 1 - 1e-12:
        assert fleiss(counts).value == pytest.approx(fleiss_kappa(counts), abs=1e-9)


@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=3, max_size=10))
@settings(max_examples=60, deadline=None)
def test_alpha_is_one_minus_observed_over_expected_disagreement(answers: list[list[int]]) -> None:
    """By Krippendorff's coincidence matrix, pair by pair."""
    coincidences = np.zeros((4, 4))
    for row in answers:
        for place, one in enumerate(row):
            for other in row[:place] + row[place + 1 :]:
                coincidences[one, other] += 1 / (len(row) - 1)
    margins = coincidences.sum(axis=0)
    total = margins.sum()
    expected = total**2 - (margins**2).sum()
    if expected == 0:
        return
    alpha = 1 - (total - 1) * (total - np.trace(coincidences)) / expected
    counts = np.array([np.bincount(row, minlength=4) for row in answers])
    assert krippendorff(counts).value == pytest.approx(alpha, abs=1e-9)


@pytest.mark.parametrize("coefficient", [fleiss, gwet, krippendorff])
def test_a_kind_of_item_counts_as_often_as_it_occurs(coefficient: Measure) -> None:
    times = np.arange(1, len(FOUR_OBSERVERS) + 1)
    repeated = np.repeat(FOUR_OBSERVERS, times, axis=0)
    weighed, plain = coefficient(FOUR_OBSERVERS, times), coefficient(repeated)
    assert weighed.items == plain.items
    assert weighed.value == pytest.approx(plain.value, abs=1e-12)
    assert weighed.error == pytest.approx(plain.error, abs=1e-12)


@pytest.mark.parametrize("coefficient", [fleiss, gwet, krippendorff])
def test_perfect_agreement_is_one_and_nothing_rated_twice_is_unknown(coefficient: Measure) -> None:
    perfect = coefficient(np.array([[3, 0], [0, 3], [0, 3]]))
    assert perfect.value == pytest.approx(1.0)
    assert perfect.error == pytest.approx(0.0, abs=1e-12)
    assert np.isnan(coefficient(np.array([[1, 0], [0, 1]])).value)
    assert np.isnan(coefficient(np.empty((0, 3), dtype=np.int64)).value)


def test_where_all_say_one_thing_kappa_is_unknown_and_ac1_is_one() -> None:
    same = np.array([[2, 0], [2, 0], [2, 0]])
    assert np.isnan(fleiss(same).value)
    assert gwet(same).value == pytest.approx(1.0)


def test_two_raters_who_use_categories_alike_have_one_kappa() -> None:
    """Cohen's and Fleiss' kappa differ by the raters' margins only."""
    table = np.array([[20, 5], [5, 10]])
    counts = np.array([[2, 0], [1, 1], [0, 2]])
    assert fleiss(counts, np.array([20, 10, 10])).value == pytest.approx(cohen(table).kappa)
