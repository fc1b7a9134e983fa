"""The report's mathematics against SciPy, closed forms, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist, jensenshannon

from emokg.report.measures.balance import effective_classes, imbalance_ratio
from emokg.report.measures.communities import communities, layout
from emokg.report.measures.degrees import at_least, spread
from emokg.report.measures.dependence import dependence, jensen_shannon
from emokg.report.measures.neighbours import LEAST, alike_nearby, neighbour_embedding
from emokg.report.measures.plane import principal_plane
from emokg.report.measures.two_samples import two_samples, within_strata

TABLE = np.array([[30, 10, 5], [10, 30, 20], [0, 0, 0], [4, 6, 40]])


def test_equal_classes_are_balanced() -> None:
    counts = np.full(8, 100)
    assert imbalance_ratio(counts).value == 1.0
    assert effective_classes(counts).value == pytest.approx(8.0)
    assert effective_classes(counts).high == pytest.approx(8.0)


def test_imbalance_of_uneven_classes() -> None:
    counts = np.array([4942, 1266, 3151, 5374, 1658, 2963, 1032, 2922])
    found = imbalance_ratio(counts)
    assert found.value == pytest.approx(5374 / 1032)
    assert found.low < found.value < found.high
    assert effective_classes(counts).value == pytest.approx(np.exp(stats.entropy(counts)))


def test_the_interval_of_the_effective_classes_covers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    share = np.array([0.3, 0.25, 0.15, 0.1, 0.1, 0.05, 0.03, 0.02])
    truth = float(np.exp(stats.entropy(share)))
    found = [effective_classes(rng.multinomial(3000, share)) for _ in range(400)]
    covered = np.mean([one.low <= truth <= one.high for one in found])
    assert 0.92 <= covered <= 0.98


def test_classes_without_an_image_do_not_make_the_ratio_infinite() -> None:
    assert imbalance_ratio(np.array([10, 0, 5])).value == 2.0
    assert np.isnan(imbalance_ratio(np.zeros(8, dtype=np.int64)).value)
    assert effective_classes(np.array([10, 0, 0])).value == pytest.approx(1.0)


def test_chi_squared_is_scipys_and_v_is_less_than_without_correction() -> None:
    found = dependence(TABLE)
    assert found is not None
    judge = stats.chi2_contingency(TABLE[[0, 1, 3]], correction=False)
    assert found.statistic == pytest.approx(judge.statistic)
    assert found.freedom == judge.dof
    assert found.p_value == pytest.approx(judge.pvalue)
    plain = stats.contingency.association(TABLE[[0, 1, 3]], method="cramer")
    assert 0 < found.v < plain
    assert found.v == pytest.approx(plain, abs=0.02)


def test_independent_rows_have_a_v_of_nothing_and_equal_labels_of_one() -> None:
    none, one = dependence(np.outer([10, 20], [3, 7])), dependence(np.diag([500, 500]))
    assert none is not None
    assert one is not None
    assert none.v == 0.0
    assert one.v == pytest.approx(1.0, abs=1e-2)
    assert dependence(np.array([[3, 4]])) is None


def test_divergence_is_the_square_of_scipys_distance() -> None:
    first, second = np.array([3.0, 0.0, 7.0]), np.array([1.0, 4.0, 5.0])
    assert jensen_shannon(first, second) == pytest.approx(jensenshannon(first, second, 2) ** 2)
    assert jensen_shannon(first, first) == pytest.approx(0.0)
    assert jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == pytest.approx(1.0)
    assert np.isnan(jensen_shannon(first, np.zeros(3)))


def test_energy_distance_and_mmd_are_the_sums_over_pairs() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.normal(size=(30, 4)), rng.normal(0.5, 1, size=(20, 4))
    energy, mmd = two_samples(first, second)
    between, one, other = cdist(first, second), cdist(first, first), cdist(second, second)
    assert energy.statistic == pytest.approx(2 * between.mean() - one.mean() - other.mean())
    pooled = np.concatenate([first, second])
    width = np.median(cdist(pooled, pooled)[np.triu_indices(50, 1)])
    k1, k2, k3 = (np.exp(-(d**2) / (2 * width**2)).mean() for d in (one, other, between))
    assert mmd.statistic == pytest.approx(k1 + k2 - 2 * k3)


def test_energy_distance_on_a_line_is_scipys() -> None:
    rng = np.random.default_rng(6)
    first, second = rng.normal(size=(40, 1)), rng.normal(1, 1, size=(25, 1))
    energy, _ = two_samples(first, second)
    judge = stats.energy_distance(first.ravel(), second.ravel()) ** 2
    assert energy.statistic == pytest.approx(judge)


def test_two_samples_differ_where_they_do_and_seldom_where_not() -> None:
    rng = np.random.default_rng(7)
    apart = two_samples(rng.normal(size=(60, 8)), rng.normal(0.8, 1, size=(60, 8)))
    assert [test.p_value for test in apart] == [0.001, 0.001]
    same = [two_samples(rng.normal(size=(25, 3)), rng.normal(size=(25, 3))) for _ in range(40)]
    for which in (0, 1):
        assert np.mean([tests[which].p_value <= 0.05 for tests in same]) <= 0.15
    assert two_samples(np.zeros((3, 2)), np.zeros((4, 2)))[0].p_value == 1.0


def test_strata_that_differ_are_no_difference_of_the_samples_within_them() -> None:
    rng = np.random.default_rng(9)

    def drawn(number: int, middle: float) -> np.ndarray:
        return rng.normal(middle, 1, size=(number, 6))

    strata = [(drawn(60, 0), drawn(20, 0)), (drawn(20, 2), drawn(60, 2))]
    confounded = two_samples(*(np.concatenate(side) for side in zip(*strata, strict=True)))
    assert [test.p_value for test in confounded] == [0.001, 0.001]
    assert min(test.p_value for test in within_strata(strata)) > 0.05
    apart = [(drawn(60, 0), drawn(20, 0.8)), (drawn(20, 2), drawn(60, 2.8))]
    assert [test.p_value for test in within_strata(apart)] == [0.001, 0.001]
    alone = [two_samples(*stratum)[0].statistic for stratum in apart]
    assert within_strata(apart)[0].statistic == pytest.approx(np.mean(alone))
    with pytest.raises(ValueError, match="a sample has no vector"):
        within_strata([])


def test_the_plane_is_that_of_the_singular_vectors() -> None:
    rng = np.random.default_rng(8)
    vectors = rng.normal(size=(50, 6)) * np.array([5, 3, 1, 1, 1, 1])
    plane = principal_plane(vectors)
    centred = vectors - vectors.mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    assert np.abs(plane.points) == pytest.approx(np.abs(left[:, :2] * values[:2]))
    assert plane.explained == pytest.approx(tuple(values[:2] ** 2 / (values**2).sum()))
    mirrored = principal_plane(vectors.mean(axis=0) * 2 - vectors)
    assert np.abs(mirrored.points) == pytest.approx(np.abs(plane.points))


def test_one_vector_lies_in_the_middle() -> None:
    plane = principal_plane(np.ones((1, 5)))
    assert plane.points.tolist() == [[0.0, 0.0]]
    assert plane.explained == (0.0, 0.0)


def test_degrees_of_five_phrases() -> None:
    degrees = np.array([1, 1, 2, 4, 10])
    found = spread(np.array([1, 2, 4, 10]), np.array([2, 1, 1, 1]))
    assert found is not None
    pairs = np.abs(degrees[:, None] - degrees[None, :]).mean()
    assert found.gini == pytest.approx(pairs / (2 * degrees.mean()))
    assert (found.nodes, found.mean, found.median, found.largest) == (5, 3.6, 2.0, 10)
    assert found.alone == 0.4
    assert at_least(np.array([2, 1, 1, 1])).tolist() == pytest.approx([1.0, 0.6, 0.4, 0.2])
    assert spread(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) is None


def test_two_cliques_are_two_communities() -> None:
    pairs = {(a, b): 3 for a in range(4) for b in range(a + 1, 4)}
    pairs |= {(a + 4, b + 4): 3 for a, b in pairs} | {(3, 4): 1}
    found = communities(9, pairs)
    assert found.members == ((0, 1, 2, 3), (4, 5, 6, 7), (8,))
    assert 0.3 < found.modularity < 0.5
    places = layout(pairs)
    assert sorted(places) == list(range(8))
    assert np.hypot(*(np.array(places[0]) - places[1])) < np.hypot(
        *(np.array(places[0]) - places[7])
    )


def _clusters(each: int) -> tuple[np.ndarray, np.ndarray]:
    """Three tight groups of vectors of length one, and which group each is of."""
    rng = np.random.default_rng(5)
    groups = np.repeat(["one", "two", "three"], each)
    middles = rng.normal(size=(3, 64))
    vectors = np.repeat(middles, each, axis=0) + rng.normal(size=(3 * each, 64)) / 4
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), groups


def test_a_neighbour_embedding_keeps_neighbours_and_is_the_same_every_time() -> None:
    vectors, groups = _clusters(40)
    found, again = neighbour_embedding(vectors), neighbour_embedding(vectors)
    assert found is not None
    assert again is not None
    assert (found.points == again.points).all()
    assert (found.perplexity, found.points.shape) == (30, (120, 2))
    assert 0.9 < found.trust <= 1
    assert alike_nearby(found.points, groups).min() == 1
    shuffled = np.random.default_rng(6).permutation(groups)
    assert alike_nearby(found.points, shuffled).mean() == pytest.approx(1 / 3, abs=0.08)


def test_few_vectors_have_a_smaller_perplexity_and_fewer_or_equal_ones_no_map() -> None:
    vectors, _ = _clusters(LEAST // 3)
    found = neighbour_embedding(vectors)
    assert found is not None
    assert found.perplexity == pytest.approx((LEAST - 1) / 3)
    assert neighbour_embedding(vectors[1:]) is None
    assert neighbour_embedding(np.repeat(vectors[:1], LEAST, axis=0)) is None


def test_who_is_near_is_as_counted_one_by_one() -> None:
    points = np.random.default_rng(8).normal(size=(40, 3))
    labels = np.array(["a", "b"] * 20)
    apart = cdist(points, points)
    wanted = [
        np.mean(labels[np.argsort(row)[1:11]] == own)
        for row, own in zip(apart, labels, strict=True)
    ]
    assert alike_nearby(points, labels) == pytest.approx(np.array(wanted))
