"""What a search finds: compared with numpy comparing everything."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emokg.errors import DataError, UnknownName, UsageError
from emokg.vectors import Index, build_index, engine, open_index
from tests.vectors.spaces import SPACE, append, clustered, cosines, names, workspace_with

LARGE = engine.EXACT_UP_TO + 2_000


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return clustered(700)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, vectors: np.ndarray) -> Index:
    workspace = workspace_with(tmp_path_factory.mktemp("small") / "w", vectors)
    build_index(workspace, SPACE)
    return open_index(workspace, SPACE)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, np.ndarray]:
    vectors = clustered(LARGE)
    workspace = workspace_with(tmp_path_factory.mktemp("large") / "w", vectors)
    build_index(workspace, SPACE)
    return open_index(workspace, SPACE), vectors


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    k=st.integers(1, 30),
    allowed=st.none() | st.sets(st.integers(0, 699), max_size=60),
)
def test_small_sets_are_searched_exactly(
    index: Index, vectors: np.ndarray, seed: int, k: int, allowed: set[int] | None
) -> None:
    query = np.random.default_rng(seed).standard_normal(vectors.shape[1])
    hits = index.search(query, k, None if allowed is None else [f"test:{i}" for i in allowed])
    true = cosines(vectors, query)
    rows = np.arange(700) if allowed is None else np.array(sorted(allowed), dtype=int)
    expected = rows[np.argsort(-true[rows])][:k]
    assert hits.images == [f"test:{row}" for row in expected]
    np.testing.assert_allclose(hits.similarities, true[expected], atol=1e-6)


def test_an_image_is_nearest_to_itself_unless_left_out(index: Index) -> None:
    own = index.vector(["test:5"])
    assert index.search(own, 1).images == ["test:5"]
    assert "test:5" not in index.search(own, 50, without=["test:5"]).images


def test_several_examples_are_searched_by_the_mean_of_their_directions(
    index: Index, vectors: np.ndarray
) -> None:
    rows = [3, 50, 77]
    units = vectors[rows] / np.linalg.norm(vectors[rows], axis=1, keepdims=True)
    mean = index.vector([f"test:{row}" for row in rows])
    np.testing.assert_allclose(mean, units.mean(0) / np.linalg.norm(units.mean(0)), atol=1e-6)


def test_length_does_not_count(index: Index, vectors: np.ndarray) -> None:
    short, long = index.search(vectors[9] * 1e-20, 5), index.search(vectors[9] * 1e20, 5)
    assert short.images == long.images == index.search(vectors[9], 5).images


def test_equal_images_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    same = np.tile(clustered(1), (40, 1))
    workspace = workspace_with(tmp_path / "w", same)
    build_index(workspace, SPACE)
    found = open_index(workspace, SPACE).search(same[0], 40).images
    assert found == sorted(names(40))


def test_spaces_lie_side_by_side(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", clustered(30, dimension=8), "eight")
    append(workspace, clustered(20, dimension=5), names(20), "five")
    for space, dimension in (("eight", 8), ("five", 5)):
        assert build_index(workspace, space).dimension == dimension
    assert len(open_index(workspace, "five").search(np.ones(5), 30).images) == 20
    with pytest.raises(DataError, match="of shape \\(8,\\)") as caught:
        open_index(workspace, "five").search(np.ones(8), 3)
    assert caught.value.hint == "DES space 'five' holds vectors of dimension 5"


@pytest.mark.parametrize(
    ("vector", "message"),
    [
        (np.zeros(24), "the vector of the question is zero, so it has no direction"),
        (np.full(24, np.nan), "holds a value that is not a finite number"),
        (np.full(24, np.inf), "holds a value that is not a finite number"),
        (np.ones(23), "a vector of shape (23,) and type float64 cannot be compared"),
        (np.ones((1, 24)), "a vector of shape (1, 24) and type float64 cannot be compared"),
        (np.array(["a"] * 24), "cannot be compared"),
    ],
)
def test_a_vector_without_direction_or_of_another_space_is_refused(
    index: Index, vector: np.ndarray, message: str
) -> None:
    with pytest.raises(DataError) as caught:
        index.search(vector, 3)
    assert message in caught.value.message
    assert caught.value.exit_code == 3


def test_asking_for_no_neighbours_is_refused(index: Index) -> None:
    with pytest.raises(UsageError, match="0 neighbours were asked for") as caught:
        index.search(np.ones(24), 0)
    assert caught.value.exit_code == 2


def test_an_image_without_vector_is_unknown(index: Index) -> None:
    with pytest.raises(UnknownName, match="image 'test:700' has no vector in DES space 'small'"):
        index.vector(["test:1", "test:700"])


def test_opposite_examples_have_no_mean(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", np.array([[1.0, 0.0], [-1.0, 0.0]]))
    build_index(workspace, SPACE)
    with pytest.raises(DataError, match="the mean of the given images is zero") as caught:
        open_index(workspace, SPACE).vector(["test:0", "test:1"])
    assert caught.value.hint == "give other images"


def test_a_large_set_gets_cells_and_finds_nearly_all_of_the_nearest(
    large: tuple[Index, np.ndarray],
) -> None:
    index, vectors = large
    assert index.description.index_factory.startswith("IVF")
    assert index.description.self_test.recall >= 0.99
    queries = np.random.default_rng(1).choice(len(vectors), 100, replace=False)
    shares = []
    for query in vectors[queries]:
        true = set(np.argsort(-cosines(vectors, query))[:10])
        found = {int(image.removeprefix("test:")) for image in index.search(query, 10).images}
        shares.append(len(true & found) / 10)
    assert np.mean(shares) >= 0.99


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(0, 300), k=st.integers(1, 40))
def test_a_filter_gives_exactly_k_of_the_allowed(
    large: tuple[Index, np.ndarray], seed: int, size: int, k: int
) -> None:
    index, vectors = large
    rng = np.random.default_rng(seed)
    allowed = np.sort(rng.choice(len(vectors), size, replace=False))
    query = vectors[rng.integers(len(vectors))]
    found = index.search(query, k, [f"test:{row}" for row in allowed]).images
    assert len(found) == min(k, size)
    nearest = allowed[np.argsort(-cosines(vectors[allowed], query))][:k]
    assert found == [f"test:{row}" for row in nearest]


def test_a_filter_costs_no_recall(large: tuple[Index, np.ndarray]) -> None:
    index, vectors = large
    allowed = np.arange(0, len(vectors), 4)
    names_allowed = [f"test:{row}" for row in allowed]
    shares = []
    for row in range(60):
        true = set(allowed[np.argsort(-cosines(vectors[allowed], vectors[row]))[:10]])
        hits = index.search(vectors[row], 10, names_allowed)
        shares.append(len(true & {int(i.removeprefix("test:")) for i in hits.images}) / 10)
    assert np.mean(shares) >= 0.99
