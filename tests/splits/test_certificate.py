"""What a certificate says, that it can be repeated, and what leaks are worth."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from emokg.cypher import open_graph
from emokg.graph import build
from emokg.graph.description import read_description
from emokg.sources.duplicates import find_duplicates
from emokg.splits import Plan, audit_split, make_split, read_assignment, read_certificate
from emokg.splits.inflation import RANDOM_SPLITS, random_splits, wilson
from emokg.splits.nearest import nearest_is_right
from emokg.splits.reading import read_everything
from emokg.splits.store import CERTIFICATE, split_folder
from emokg.workspace import Workspace
from tests.splits.planted import PLANTED, SPACE


def test_the_same_inputs_give_the_same_bytes(workspace: Workspace) -> None:
    texts = []
    for _ in range(2):
        make_split(workspace, "standard", "a", Plan(7))
        audit_split(workspace, "a")
        folder = split_folder(workspace, "a")
        texts.append([path.read_bytes() for path in sorted(folder.iterdir())])
    assert texts[0] == texts[1]
    assert len(texts[0]) == 2


def test_the_certificate_tells_what_it_certifies(workspace: Workspace) -> None:
    make_split(workspace, "standard", "a", Plan(7))
    made = read_certificate(workspace, "a").made
    assert (made.name, made.kind, made.seed) == ("a", "standard", 7)
    assert made.records == workspace.fingerprint()
    assert made.graph == read_description(workspace).sha256
    assert made.evidence == dict.fromkeys(PLANTED, 1)
    assert (made.components.of_several, made.components.largest) == (5, 2)
    rows = read_assignment(workspace, "a").to_pylist()
    assert [row["image"] for row in rows] == sorted(row["image"] for row in rows)
    lines = "".join(f"{row['image']}\t{row['split']}\n" for row in rows)
    assert made.assignment == hashlib.sha256(lines.encode()).hexdigest()
    document = json.loads((split_folder(workspace, "a") / CERTIFICATE).read_text())
    assert document["audit"] is None
    assert "time" not in json.dumps(document)


def test_balance_and_divergence_are_those_of_scipy(workspace: Workspace) -> None:
    balance = make_split(workspace, "published", "a", Plan(7)).made.balance
    counts = np.array([list(cell.images.values()) for cell in balance.cells])
    names = list(balance.cells[0].images)
    for column, name in enumerate(names):
        expected = jensenshannon(counts[:, column], counts.sum(axis=1), base=2) ** 2
        assert balance.jensen_shannon[name] == pytest.approx(expected, abs=1e-8)
    test = chi2_contingency(counts, correction=False)
    assert balance.chi_square == pytest.approx(test.statistic)
    assert (balance.degrees_of_freedom, balance.p_value) == (test.dof, pytest.approx(test.pvalue))


def _with_copies(workspace: Workspace) -> None:
    """Make every second image a copy of the one before it, in vector, label and prompt."""
    images = workspace.read("images").sort_by("id").to_pylist()
    names = [row["id"] for row in images]
    rng = np.random.default_rng(8)
    vectors = rng.standard_normal((len(names), 32)).astype(np.float32)
    labels = {row["image"]: row["emotion"] for row in workspace.read("emotions").to_pylist()}
    for row in range(0, len(names) - 1, 2):
        vectors[row + 1] = vectors[row] + 0.3 * rng.standard_normal(32)
        images[row]["prompt"] = images[row + 1]["prompt"] = f"picture {row}"
        if names[row] in labels and names[row + 1] in labels:
            labels[names[row + 1]] = labels[names[row]]
    manifest = workspace.manifest()
    emotions = workspace.read("emotions")
    relabelled = pa.array([labels[name] for name in emotions["image"].to_pylist()])
    with workspace.writer("test", workspace.root) as writer:
        schema = workspace.read("images").schema
        rows = pa.Table.from_pylist(images, schema=schema)
        writer.replace("images", manifest.tables["images"][0], rows)
        place = emotions.schema.get_field_index("emotion")
        emotions = emotions.set_column(place, emotions.schema.field("emotion"), relabelled)
        writer.replace("emotions", manifest.tables["emotions"][0], emotions)
        writer.append_vectors("copies", names, vectors)
        writer.commit()


def test_copies_would_have_inflated_the_accuracy_of_a_random_split(workspace: Workspace) -> None:
    _with_copies(workspace)
    find_duplicates(workspace, ("prompt",))
    build(workspace)
    make_split(workspace, "standard", "a", Plan(7, (0.7, 0.3)))
    audit = audit_split(workspace, "a", ("prompt",)).audit
    assert audit is not None
    by_space = {found.space: found for found in audit.inflation}
    found = by_space["copies"]
    assert found.accuracy < 0.3, "labels are drawn at random, so an eighth is chance"
    assert found.random_accuracy > 0.6, "the copy of most test images is in train"
    assert found.ci_low > 0.2
    assert found.random_splits == RANDOM_SPLITS
    assert found.random_low < found.random_accuracy < found.random_high
    assert found.inflation == pytest.approx(found.random_accuracy - found.accuracy, abs=1e-5)
    assert abs(by_space[SPACE].inflation) < 0.15


def test_the_nearest_neighbour_is_that_of_comparing_all(workspace: Workspace) -> None:
    make_split(workspace, "standard", "a", Plan(7))
    audit = audit_split(workspace, "a").audit
    assert audit is not None
    (found,) = audit.inflation
    split = {row["image"]: row["split"] for row in read_assignment(workspace, "a").to_pylist()}
    labels = {row["image"]: row["emotion"] for row in workspace.read("emotions").to_pylist()}
    vectors = workspace.vectors(SPACE)
    matrix = np.array(vectors.matrix(), np.float64)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    place = {name: row for row, name in enumerate(vectors.ids)}
    train = [name for name in split if split[name] == "train"]
    test = [name for name in split if split[name] == "test"]
    cosines = matrix[[place[n] for n in test]] @ matrix[[place[n] for n in train]].T
    nearest = [train[best] for best in cosines.argmax(axis=1)]
    right = [labels[one] == labels[other] for one, other in zip(nearest, test, strict=True)]
    assert (found.train, found.test) == (len(train), len(test))
    assert found.accuracy == pytest.approx(np.mean(right), abs=1e-6)


@pytest.mark.parametrize("candidates", [64, 2])
def test_random_splits_are_asked_in_one_search_and_are_as_if_each_was_searched(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, candidates: int
) -> None:
    monkeypatch.setattr("emokg.splits.nearest.CANDIDATES", candidates)
    make_split(workspace, "standard", "a", Plan(7))
    with open_graph(workspace) as graph:
        pool = read_everything(graph).pool
    names, size = pool.ids.tolist(), 40
    vectors = workspace.vectors(SPACE)
    place = {name: row for row, name in enumerate(vectors.ids)}
    there = np.array([place[name] for name in names])
    units = np.array(vectors.matrix(), np.float64)[there]
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    for queries in (2000, 25):
        monkeypatch.setattr("emokg.splits.inflation.QUERIES", queries)
        asked, tests = random_splits(names, size, 7)
        assert [int(test.sum()) for test in tests] == [size] * RANDOM_SPLITS
        assert len({test.tobytes() for test in tests}) == RANDOM_SPLITS
        common = np.flatnonzero(np.all(tests, axis=0))
        assert (queries == 2000) == (len(asked) > 2 * size)
        assert queries == 2000 or set(asked) <= set(common)
        for test, right in zip(
            tests, nearest_is_right(vectors, there, pool.emotion, asked, tests), strict=True
        ):
            train = np.flatnonzero(~test)
            for image, found in zip(asked, right, strict=True):
                best = train[(units[train] @ units[image]).argmax()]
                assert found == (pool.emotion[best] == pool.emotion[image])


def test_intervals_are_those_of_statsmodels() -> None:
    for successes, trials in ((0, 10), (7, 20), (20, 20), (180, 2000)):
        expected = proportion_confint(successes, trials, method="wilson")
        assert wilson(successes / trials, trials) == pytest.approx(expected, abs=1e-9)
    low, high = confint_proportions_2indep(80, 100, 50, 100, method="newcomb", compare="diff")
    one, other = wilson(0.8, 100), wilson(0.5, 100)
    assert 0.3 - np.hypot(0.8 - one[0], other[1] - 0.5) == pytest.approx(low)
    assert 0.3 + np.hypot(one[1] - 0.8, 0.5 - other[0]) == pytest.approx(high)


def test_a_split_is_of_labelled_images_only(workspace: Workspace) -> None:
    make_split(workspace, "standard", "a", Plan(7))
    images = read_assignment(workspace, "a")["image"]
    labelled = workspace.read("emotions")["image"]
    assert pc.all(pc.is_in(images, labelled)).as_py()
