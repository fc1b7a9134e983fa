"""The mathematics against published worked examples, and against SciPy and statsmodels."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from emokg.query.statistics.agreement import cohen
from emokg.query.statistics.bootstrap import Cells, bootstrap
from emokg.query.statistics.families import benjamini_hochberg
from emokg.query.statistics.fisher import fisher_exact
from emokg.query.statistics.shares import entropy, wilson
from emokg.query.statistics.strata import mantel_haenszel
from emokg.query.statistics.tables import Tables, interval, lift, log_odds
from tests.query.judges import exact

Cell = tuple[int, int, int, int]


def tables(*cells: Cell) -> Tables:
    """From (both, item only, other only, neither)."""
    a, b, c, d = np.array(cells, dtype=float).reshape(-1, 4).T
    return Tables(a, a + b, a + c, a + b + c + d)


def fisher(*cells: Cell) -> np.ndarray:
    found = tables(*cells)
    return fisher_exact(found.both, found.item, found.other, found.total)


DENORMAL = 1e-320
"""Below 1e-308 a double loses its digits one by one."""
p_values = st.floats(0, 1) | st.integers(-300, 0).map(lambda power: 10.0**power)
"""As likely near 0 as in between."""
counts = st.integers(0, 60)
cells = st.tuples(counts, counts, counts, counts)


# --- Fisher's exact test


def test_fishers_tea_and_twins() -> None:
    """Fisher, Design of Experiments (1935), and the twins of R's fisher.test manual page."""
    assert fisher((3, 1, 1, 3)) == pytest.approx([34 / 70], rel=1e-12, abs=0)
    assert fisher((2, 10, 15, 3)) == pytest.approx([0.0005367241], rel=1e-6, abs=0)


@settings(deadline=None, max_examples=300)
@given(cells)
def test_fisher_is_exact_with_ties(cell: Cell) -> None:
    assert fisher(cell)[0] == pytest.approx(exact(*cell), rel=1e-11, abs=0)


@pytest.mark.parametrize(
    ("cell", "least"),
    [
        ((60, 0, 0, 60), 1e-34),
        ((250, 20, 30, 900), 1e-190),
        ((0, 700, 700, 200), 1e-260),
        ((330, 9, 40, 1500), 1e-300),
        ((1, 2000, 2000, 180_000), 1e-7),
    ],
)
def test_the_least_p_values_are_right_to_ten_digits(cell: Cell, least: float) -> None:
    known = exact(*cell)
    assert sys.float_info.min < known < least
    assert fisher(cell)[0] == pytest.approx(known, rel=1e-10, abs=0)


@settings(deadline=None, max_examples=200)
@given(st.tuples(*[st.integers(0, 3000)] * 3), st.integers(0, 250_000))
def test_fisher_is_scipys(some: tuple[int, int, int], neither: int) -> None:
    a, b, c = some
    judged = stats.fisher_exact([[a, b], [c, neither]])[1]
    assert fisher((a, b, c, neither))[0] == pytest.approx(judged, rel=1e-9, abs=1e-300)


def test_fisher_ties_of_balanced_margins_count_on_both_sides() -> None:
    for a in range(11):
        cell = (a, 10 - a, 500 - a, 490 + a)
        assert fisher(cell)[0] == pytest.approx(exact(*cell), rel=1e-10, abs=0)


def test_fisher_of_many_tables_is_fisher_of_each() -> None:
    rng = np.random.default_rng(3)
    many = [tuple(map(int, rng.integers(0, 40, 4))) for _ in range(500)]
    together = fisher(*many, *many)
    assert together[:500].tolist() == together[500:].tolist()
    assert together[:500] == pytest.approx([fisher(cell)[0] for cell in many], rel=1e-14, abs=0)


@pytest.mark.parametrize(
    "cell", [(0, 0, 0, 0), (0, 0, 3, 4), (3, 4, 0, 0), (0, 5, 0, 7), (1, 0, 0, 0)]
)
def test_fisher_of_an_empty_margin_is_one(cell: Cell) -> None:
    assert fisher(cell).tolist() == [1.0]


def test_fisher_of_nothing_is_nothing() -> None:
    assert fisher_exact([], [], [], []).tolist() == []


# --- lift and odds


def test_hay_fever_and_eczema() -> None:
    """Bland and Altman, The odds ratio, BMJ 320 (2000) 1468."""
    estimate, error = log_odds(tables((141, 420, 928, 13525)))
    low, high = interval(estimate, error)
    assert estimate[0] == pytest.approx(1.588, abs=5e-4)
    assert error[0] == pytest.approx(0.103, abs=5e-4)
    assert (low[0], high[0]) == pytest.approx((1.386, 1.790), abs=1e-3)


@given(cells)
def test_log_odds_and_interval_are_statsmodels(cell: Cell) -> None:
    shift = 0.5 if 0 in cell else 0.0
    judge = Table2x2(np.array(cell, dtype=float).reshape(2, 2) + shift, shift_zeros=False)
    estimate, error = log_odds(tables(cell))
    low, high = interval(estimate, error)
    assert estimate[0] == pytest.approx(judge.log_oddsratio, abs=1e-9)
    assert (low[0], high[0]) == pytest.approx(judge.log_oddsratio_confint(), abs=1e-9)


def test_half_is_added_to_every_cell_only_where_one_is_zero() -> None:
    estimate, error = log_odds(tables((5, 0, 10, 85), (5, 1, 10, 85)))
    assert estimate[0] == pytest.approx(math.log(5.5 * 85.5 / (0.5 * 10.5)))
    assert error[0] == pytest.approx(math.sqrt(1 / 5.5 + 1 / 0.5 + 1 / 10.5 + 1 / 85.5))
    assert estimate[1] == pytest.approx(math.log(5 * 85 / (1 * 10)))


def test_lift_of_an_item_in_every_image_is_one_and_of_no_image_is_unknown() -> None:
    everywhere, nowhere, no_emotion = lift(tables((30, 70, 0, 0), (0, 0, 30, 70), (0, 30, 0, 70)))
    assert everywhere == 1.0
    assert math.isnan(nowhere)
    assert math.isnan(no_emotion)


@given(cells)
def test_lift_and_odds_agree_on_the_direction(cell: Cell) -> None:
    found = tables(cell)
    if 0 not in cell:
        assert np.sign(np.round(np.log(lift(found)), 12)) == np.sign(
            np.round(log_odds(found)[0], 12)
        )


# --- families


def test_benjamini_and_hochbergs_own_example() -> None:
    """Their paper of 1995, section 3: four hypotheses are rejected at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    q = benjamini_hochberg(p)
    assert (q <= 0.05).sum() == 4
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(p_values, min_size=1, max_size=40))
def test_q_values_are_statsmodels(p: list[float]) -> None:
    judged = multipletests(p, method="fdr_bh")[1]
    assert benjamini_hochberg(p) == pytest.approx(judged, rel=1e-12, abs=DENORMAL)


def test_the_least_q_values_keep_their_digits() -> None:
    p = [1e-300, 3e-300, 2e-12, 1e-9, 0.5]
    known = [5e-300, 7.5e-300, 2e-12 * 5 / 3, 1e-9 * 5 / 4, 0.5]
    assert benjamini_hochberg(p) == pytest.approx(known, rel=1e-14, abs=0)


@given(st.lists(p_values, min_size=1, max_size=30), st.integers(0, 30))
def test_unlisted_tests_count_as_certain_nulls(p: list[float], unlisted: int) -> None:
    whole = multipletests([*p, *[1.0] * unlisted], method="fdr_bh")[1][: len(p)]
    found = benjamini_hochberg(p, len(p) + unlisted)
    assert found == pytest.approx(whole, rel=1e-12, abs=DENORMAL)


# --- strata

BERKELEY = (  # admitted and rejected men, admitted and rejected women, by department
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
)
RABBITS = ((0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0))


def pooled(*strata: Cell) -> tuple[int, float, float, float]:
    found = mantel_haenszel(tables(*strata), np.zeros(len(strata), dtype=np.int64), 1)
    return int(found.strata[0]), found.log_odds[0], found.low[0], found.high[0]


def test_berkeley_admissions() -> None:
    """R's mantelhaen.test(UCBAdmissions): 0.9046968, 95 % 0.7719074 to 1.0603298."""
    strata, estimate, low, high = pooled(*BERKELEY)
    assert strata == 6
    assert math.exp(estimate) == pytest.approx(0.9046968, rel=1e-6)
    assert (math.exp(low), math.exp(high)) == pytest.approx((0.7719074, 1.0603298), rel=1e-6)


def test_penicillin_in_rabbits_leaves_out_the_strata_that_say_nothing() -> None:
    """Agresti, Categorical Data Analysis (1990) p. 234, as in R: 7, 95 % 1.026713 to 47.725133."""
    strata, estimate, low, high = pooled(*RABBITS)
    assert strata == 3
    assert math.exp(estimate) == pytest.approx(7)
    assert (math.exp(low), math.exp(high)) == pytest.approx((1.026713, 47.725133), rel=1e-6)


@given(st.lists(st.tuples(*[st.integers(1, 40)] * 4), min_size=2, max_size=6))
def test_pooling_is_statsmodels(strata: list[Cell]) -> None:
    judge = StratifiedTable([np.array(cell).reshape(2, 2) for cell in strata])
    _, estimate, low, high = pooled(*strata)
    assert estimate == pytest.approx(judge.logodds_pooled, abs=1e-9)
    assert (low, high) == pytest.approx(judge.logodds_pooled_confint(), abs=1e-9)


@pytest.mark.parametrize(
    "strata",
    [
        ((5, 5, 10, 80),),
        ((5, 5, 10, 80), (3, 0, 9, 0)),
        ((5, 0, 10, 80), (3, 0, 9, 20)),
        ((0, 5, 10, 80), (0, 3, 9, 20)),
    ],
    ids=["one source", "one informs", "odds ratio infinite", "odds ratio zero"],
)
def test_pooling_says_nothing_where_it_knows_nothing(strata: tuple[Cell, ...]) -> None:
    assert np.isnan(pooled(*strata)[1:]).all()


def test_a_source_that_lacks_the_item_changes_nothing() -> None:
    assert pooled(*BERKELEY, (0, 0, 50, 60)) == pooled(*BERKELEY)


# --- bootstrap


def test_bootstrap_is_that_of_single_images() -> None:
    """The same interval as drawing images one by one, but for chance."""
    rng = np.random.default_rng(5)
    weight = rng.choice([0.0, 0.25, 0.5, 1.0], 400)
    source = rng.integers(0, 2, 400)
    has = rng.random(400) < 0.1 + 0.2 * weight
    keys, place = np.unique(np.column_stack([source, weight]), axis=0, return_inverse=True)
    place = place.reshape(-1)
    images = np.bincount(place)
    own = np.bincount(place, has, len(keys)).astype(np.int64)
    cell = Cells(keys[:, 0].astype(np.int64), keys[:, 1], images, ((np.arange(len(keys)), own),))
    found = bootstrap(cell, replicates=4000)
    ratios, pools = [], []
    for _ in range(4000):
        drawn = rng.integers(0, 400, 400)
        w, h, s = weight[drawn], has[drawn], source[drawn]
        parts = [
            (w[h & k].sum(), (1 - w[h & k]).sum(), w[~h & k].sum(), (1 - w[~h & k]).sum())
            for k in (s == 0, s == 1)
        ]
        a, b, c, d = np.sum(parts, axis=0)
        ratios.append(math.log(a * d / b / c))
        r = sum(a * d / (a + b + c + d) for a, b, c, d in parts)
        pools.append(math.log(r / sum(b * c / (a + b + c + d) for a, b, c, d in parts)))
    assert (found.low[0], found.high[0]) == pytest.approx(
        np.quantile(ratios, (0.025, 0.975)), abs=0.06
    )
    bounds = (found.pooled_low[0], found.pooled_high[0])
    assert bounds == pytest.approx(np.quantile(pools, (0.025, 0.975)), abs=0.06)


@settings(deadline=None, max_examples=60)
@given(st.tuples(*[st.integers(0, 30)] * 4).filter(lambda cell: 0 in cell and sum(cell)))
def test_where_a_cell_is_zero_certain_weights_give_the_interval_of_yes_and_no(cell: Cell) -> None:
    a, b, c, d = cell
    having = (np.array([0, 1]), np.array([b, a]))
    images = np.array([b + d, a + c])
    kept = images > 0
    number = np.cumsum(kept) - 1
    own = (number[having[0][kept]], having[1][kept])
    weight = np.array([0.0, 1.0])[kept]
    found = bootstrap(Cells(np.zeros(kept.sum(), np.int64), weight, images[kept], (own,)), 10)
    judge = Table2x2(np.array(cell, dtype=float).reshape(2, 2) + 0.5, shift_zeros=False)
    assert (found.low[0], found.high[0]) == pytest.approx(judge.log_oddsratio_confint(), abs=1e-9)


def test_where_a_cell_is_zero_the_interval_is_that_of_the_jackknifed_images() -> None:
    """The error by leaving each image out in turn, half an image standing in every cell."""
    weight = np.array([1.0] * 9 + [0.9] * 50 + [0.3] * 140 + [0.0] * 100)
    has = np.arange(len(weight)) < 9

    def ratio(kept: np.ndarray) -> float:
        w, h = weight[kept], has[kept]
        cell = [w[h].sum(), (1 - w[h]).sum(), w[~h].sum(), (1 - w[~h]).sum()]
        a, b, c, d = (value + 0.5 for value in cell)
        return math.log(a * d / (b * c))

    every = np.arange(len(weight))
    left_out = [ratio(np.delete(every, one)) for one in every]
    # what is added is not an image to be left out: half an image of each cell, as in Woolf's sum
    a, b = 9.5, 0.5
    c, d = weight[9:].sum() + 0.5, (1 - weight[9:]).sum() + 0.5
    error = math.sqrt(
        np.square(np.array(left_out) - ratio(every)).sum() + 0.5 * (a**-2 + b**-2 + c**-2 + d**-2)
    )
    values, place = np.unique(weight, return_inverse=True)
    own = (np.array([len(values) - 1]), np.array([9]))
    cells = Cells(np.zeros(len(values), np.int64), values, np.bincount(place), (own,))
    found = bootstrap(cells, replicates=10)
    estimate = ratio(every)
    assert found.low[0] == pytest.approx(estimate - 1.96 * error, abs=0.02)
    assert found.high[0] == pytest.approx(estimate + 1.96 * error, abs=0.02)
    assert found.high[0] - found.low[0] > 5


def test_a_pooled_interval_that_is_open_on_one_side_is_none() -> None:
    """One image lacks the emotion among those with the item: many draws have none such."""
    source, weight = np.array([0, 0, 1, 1]), np.array([0.0, 1.0, 0.0, 1.0])
    own = (np.array([0, 1, 3]), np.array([1, 9, 9]))
    found = bootstrap(Cells(source, weight, np.array([51, 59, 50, 59]), (own,)))
    assert np.isnan([found.pooled_low[0], found.pooled_high[0]]).all()
    assert np.isfinite([found.low[0], found.high[0]]).all()


def test_bootstrap_repeats_itself() -> None:
    having = (np.array([0, 1]), np.array([5, 5]))
    cell = Cells(np.array([0, 0]), np.array([0.2, 0.7]), np.array([30, 40]), (having,))
    first, again = bootstrap(cell), bootstrap(cell)
    assert (first.low, first.high) == (again.low, again.high)
    assert first.low < first.high


# --- shares, spread, agreement


def test_newcombes_proportions() -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3."""
    low, high = wilson(np.array([81.0, 15, 0, 1]), np.array([263.0, 148, 20, 29]))
    assert low == pytest.approx([0.2553, 0.0624, 0.0000, 0.0061], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_is_statsmodels(count: int, more: int) -> None:
    low, high = wilson(np.array([float(count)]), np.array([float(count + more)]))
    judged = proportion_confint(count, count + more, method="wilson")
    assert (low[0], high[0]) == pytest.approx(judged, abs=1e-12)


def test_a_share_of_nothing_may_be_any() -> None:
    low, high = wilson(np.array([0.0]), np.array([0.0]))
    assert (low[0], high[0]) == (0, 1)


def test_entropy_of_even_and_of_certain() -> None:
    group = np.array([0] * 8 + [1])
    assert entropy(group, np.array([2.0] * 8 + [5]), 2).tolist() == [3.0, 0.0]


@given(st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_is_statsmodels(table: list[list[int]]) -> None:
    found, judge = cohen(np.array(table)), cohens_kappa(np.array(table))
    assert found.kappa == pytest.approx(judge.kappa, abs=1e-9)
    assert (found.low, found.high) == pytest.approx((judge.kappa_low, judge.kappa_upp), abs=1e-9)


def test_kappa_of_raters_with_one_answer_only_is_unknown() -> None:
    found = cohen(np.array([[9, 0], [0, 0]]))
    assert (found.images, found.agreed) == (9, 9)
    assert math.isnan(found.kappa)
