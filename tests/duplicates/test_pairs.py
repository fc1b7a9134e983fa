"""Every pair that comparing all with all would find, and a forest that holds them together."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from emokg.sources.duplicates import cosine, hamming
from emokg.sources.duplicates.names import original_names, same_original, same_prompt
from emokg.sources.duplicates.pairs import Pairs, alike, forest


def components(pairs: Pairs, rows: int) -> list[int]:
    graph = coo_array((np.ones(len(pairs)), (pairs.first, pairs.second)), (rows, rows))
    return connected_components(graph, directed=False)[1].tolist()


def every_pair(distance: np.ndarray, most: float) -> Pairs:
    first, second = np.nonzero(np.triu(distance <= most, 1))
    return Pairs(first, second, distance[first, second])


@pytest.mark.parametrize("radius", [0, 3, 8, 10, 16])
def test_hashes_within_a_radius_are_those_that_comparing_all_finds(radius: int) -> None:
    rng = np.random.default_rng(5)
    hashes = rng.integers(0, 2**63, 600, np.uint64)
    for row in range(0, 300, 3):  # copies with some bits turned over, some of them mirrored
        bits = rng.choice(64, rng.integers(0, 18), replace=False)
        changed = int(hashes[row]) ^ sum(1 << int(bit) for bit in bits)
        hashes[row + 1] = np.uint64(changed ^ (hamming.MIRROR if row % 2 else 0))
    hashes[-3:] = hashes[-4]
    pairwise = hashes[:, np.newaxis] ^ hashes
    bits = np.minimum(
        np.bitwise_count(pairwise), np.bitwise_count(pairwise ^ np.uint64(hamming.MIRROR))
    )
    expected = forest(every_pair(bits / 64, radius / 64), len(hashes))
    found = hamming.close(hashes, radius)
    assert components(found, len(hashes)) == components(expected, len(hashes))
    assert np.sort(found.distance).tolist() == np.sort(expected.distance).tolist()
    assert len(found) >= 3


def test_vectors_within_a_cosine_are_those_that_comparing_all_finds() -> None:
    rng = np.random.default_rng(3)
    centres = rng.standard_normal((60, 32))
    near = centres[rng.integers(60, size=3000)] + 0.5 * rng.standard_normal((3000, 32))
    vectors = near.astype(np.float32)
    vectors[:200] = vectors[200:400] * 1.7 + 0.1 * rng.standard_normal((200, 32))
    vectors[7] = 0
    assert len(vectors) > cosine.ONE_CELL_UP_TO
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    expected = every_pair(1 - unit @ unit.T, 1 - 0.97)
    found = cosine.close(vectors, 0.97)
    assert len(expected) > 150
    assert components(found, 3000) == components(expected, 3000)
    assert not np.isin(7, [found.first, found.second])


def test_of_a_group_of_equals_only_as_many_pairs_are_kept_as_hold_it_together() -> None:
    found = alike(pa.array(["a", "b", "a", None, "a", "b", None]))
    assert list(zip(found.first, found.second, strict=True)) == [(0, 2), (0, 4), (1, 5)]
    chain = Pairs(np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([0.1, 0.2, 0.3]))
    assert list(forest(chain, 3).distance) == pytest.approx([0.1, 0.2])


def images(*rows: tuple[str, str, str | None]) -> pa.Table:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.table(columns, names=["id", "source", "uri"])


def named_alike(*rows: tuple[str, str, str | None]) -> set[tuple[str, str]]:
    table = images(*sorted(rows))
    ids, found = table["id"].to_pylist(), same_original(table)
    return {(ids[a], ids[b]) for a, b in zip(found.first, found.second, strict=True)}


def test_a_data_set_that_contains_another_names_the_same_originals() -> None:
    assert named_alike(
        ("emoset:amusement_00097", "emoset", None),
        ("emoverse:amusement_00097", "emoset", None),
        ("emoverse:17", "emoset", "images/amusement_00098.jpg"),
        ("emoset:amusement_00098", "emoset", "image/amusement/amusement_00098.jpg"),
    ) == {
        ("emoset:amusement_00097", "emoverse:amusement_00097"),
        ("emoset:amusement_00098", "emoverse:17"),
    }


def test_a_counter_names_nothing_outside_its_source_but_a_name_does() -> None:
    assert named_alike(("a:img_0012", "a", None), ("b:img_0012", "b", None)) == set()
    assert named_alike(("a:12", "a", "x/12.jpg"), ("b:12", "b", "x/12.jpg")) == set()
    assert named_alike(("a:x/12", "a", "x/12.jpg"), ("b:x/12", "b", "x/12.jpg")) == set()
    assert named_alike(("a:astronaut", "a", None), ("b:7", "b", "p/Astronaut.JPG")) == {
        ("a:astronaut", "b:7")
    }
    assert named_alike(("a:11465509145", "a", None), ("b:11465509145", "b", None)) != set()
    address = "https://example.org/7.jpg"
    assert named_alike(("a:1", "a", address), ("b:2", "b", address)) == {("a:1", "b:2")}


def test_names_of_one_namespace_are_not_compared() -> None:
    rows = ("a:x1", "a", "train/sunset.jpg"), ("a:x2", "a", "val/sunset.jpg")
    assert original_names(images(*rows).to_pylist()[0]) == {"a x1", "name sunset"}
    assert named_alike(*rows) == set()


def test_prompts_are_compared_without_case_and_spacing() -> None:
    prompts = ["A  Lonely house", "a lonely house.", None, "", "a house"]
    found = same_prompt(pa.table({"prompt": prompts}))
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1)]
