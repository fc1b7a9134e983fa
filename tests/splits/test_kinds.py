"""Every kind keeps its promise, keeps near duplicates together, and does not care for the order."""

from __future__ import annotations

import numpy as np
import pytest

from emokg.api import open as open_workspace
from emokg.errors import DataError
from emokg.splits import KINDS, Plan, audit_split, make_split, read_assignment
from emokg.splits.order import ranks
from emokg.splits.stratify import allocate
from emokg.workspace import Workspace
from tests.splits.planted import IMAGES, PLANTED, UNLABELLED

SEED = 7


def made(workspace: Workspace, kind: str, **asked: object) -> dict[str, str]:
    """The split of every image that has one."""
    make_split(workspace, kind, "s", Plan(SEED, **asked))  # type: ignore[arg-type]
    table = read_assignment(workspace, "s")
    return dict(zip(table["image"].to_pylist(), table["split"].to_pylist(), strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_passes_its_audit(workspace: Workspace, kind: str) -> None:
    split = made(workspace, kind)
    assert len(set(split.values())) >= 2
    certificate = audit_split(workspace, "s")
    assert certificate.audit is not None
    assert certificate.audit.passed
    assert certificate.audit.problems == []
    for one, other in PLANTED.values():
        assert len({split[name] for name in (one, other) if name in split}) <= 1


def test_a_standard_split_gives_every_labelled_image_its_share(workspace: Workspace) -> None:
    split = made(workspace, "standard")
    certificate = make_split(workspace, "standard", "s", Plan(SEED))
    counts = certificate.made.splits
    assert sum(counts.values()) == IMAGES == len(split)
    assert certificate.made.unlabelled == 1
    assert UNLABELLED not in split
    assert counts["train"] == pytest.approx(480, abs=3)
    assert counts["val"] == pytest.approx(60, abs=3)
    for cell in certificate.made.balance.cells:
        share = cell.images["test"] / sum(cell.images.values())
        assert share == pytest.approx(0.1, abs=0.1), cell
    assert max(certificate.made.balance.jensen_shannon.values()) < 0.05


def test_two_ratios_are_train_and_test(workspace: Workspace) -> None:
    split = made(workspace, "standard", ratios=(0.7, 0.3))
    assert set(split.values()) == {"train", "test"}
    assert sum(name == "test" for name in split.values()) == pytest.approx(180, abs=3)


def test_a_held_out_source_is_all_of_test(workspace: Workspace) -> None:
    split = made(workspace, "source-held-out", hold_out=("webemo",))
    assert {name.split(":")[0] for name, where in split.items() if where == "test"} == {"webemo"}
    assert sum(where == "test" for where in split.values()) == 200
    assert PLANTED["phash"][0] not in split, "the near duplicate of a held-out image is left out"


def test_without_a_name_the_source_nearest_to_the_share_is_held_out(workspace: Workspace) -> None:
    split = made(workspace, "source-held-out")
    assert {name.split(":")[0] for name, where in split.items() if where == "test"} == {"aigc"}


def test_generated_images_are_tested_on_and_natural_ones_trained_on(workspace: Workspace) -> None:
    split = made(workspace, "generated-held-out")
    assert {name for name, where in split.items() if where == "test"} == {
        f"aigc:{number:04}" for number in range(500, 600)
    }


def test_pairs_of_a_compositional_test_are_new_and_their_parts_are_not(
    workspace: Workspace,
) -> None:
    split = made(workspace, "compositional")
    pairs: dict[str, set[tuple[str, str]]] = {"train": set(), "val": set(), "test": set()}
    for row in workspace.read("triplets").to_pylist():
        if row["image"] in split:
            pairs[split[row["image"]]].add((row["attribute"], row["subject"]))
    assert len(pairs["test"]) >= 20
    assert not pairs["test"] & (pairs["train"] | pairs["val"])
    for part in (0, 1):
        assert {pair[part] for pair in pairs["test"]} <= {pair[part] for pair in pairs["train"]}


def test_attributes_of_a_disjoint_test_are_new(workspace: Workspace) -> None:
    split = made(workspace, "attribute-disjoint")
    attributes: dict[bool, set[str]] = {True: set(), False: set()}
    for row in workspace.read("triplets").to_pylist():
        if row["image"] in split:
            attributes[split[row["image"]] == "test"].add(row["attribute"])
    assert attributes[True]
    assert attributes[False]
    assert not attributes[True] & attributes[False]


def test_a_few_shot_split_has_k_images_a_class(workspace: Workspace) -> None:
    split = made(workspace, "few-shot", k=3)
    labels = workspace.read("emotions").to_pylist()
    chosen = [row["emotion"] for row in labels if split.get(row["image"]) == "train"]
    assert {emotion: chosen.count(emotion) for emotion in chosen} == dict.fromkeys(chosen, 3)
    assert len(set(chosen)) == 8


def test_folds_are_equal_and_disjoint(workspace: Workspace) -> None:
    split = made(workspace, "k-fold", k=4)
    counts = {fold: list(split.values()).count(fold) for fold in sorted(set(split.values()))}
    assert list(counts) == ["fold-0", "fold-1", "fold-2", "fold-3"]
    assert max(counts.values()) - min(counts.values()) <= 4
    assert sum(counts.values()) == IMAGES


def test_a_published_split_is_kept_less_what_test_has_too(workspace: Workspace) -> None:
    split = made(workspace, "published")
    published = {row["id"]: row["split"] for row in workspace.read("images").to_pylist()}
    assert all(published[name] == where for name, where in split.items())
    left_out = {
        name
        for name, where in published.items()
        if where and name not in split and name != UNLABELLED
    }
    one, other = PLANTED["exact"]
    assert (published[one], published[other]) == ("train", "train")
    assert left_out <= {name for pair in PLANTED.values() for name in pair}


@pytest.mark.parametrize("kind", KINDS)
def test_shuffled_input_gives_the_same_split(
    workspace: Workspace, shuffled: Workspace, kind: str
) -> None:
    first = make_split(workspace, kind, "s", Plan(SEED)).made
    second = make_split(shuffled, kind, "s", Plan(SEED)).made
    assert first.assignment == second.assignment
    assert first.balance == second.balance


def test_another_seed_is_another_split_and_the_same_seed_the_same(workspace: Workspace) -> None:
    first, again, other = (
        make_split(workspace, "standard", name, Plan(seed)).made.assignment
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert first == again != other


def test_the_shuffled_order_depends_on_names_and_seed_alone() -> None:
    names = [f"image {number}" for number in range(50)]
    forwards, backwards = ranks(names, 3), ranks(names[::-1], 3)
    assert forwards.tolist() == backwards.tolist()[::-1]
    assert sorted(forwards) == list(range(50))
    assert forwards.tolist() != ranks(names, 4).tolist()


def test_large_units_stay_whole_and_shares_come_out_right() -> None:
    unit = np.r_[np.zeros(100), np.ones(30), np.arange(2, 872)].astype(np.int64)
    stratum = np.arange(len(unit)) % 7
    given = allocate(unit, stratum, np.array([0.8, 0.1, 0.1]), np.arange(len(unit))[::-1])
    assert len(set(given[:100])) == len(set(given[100:130])) == 1
    assert np.bincount(given).tolist() == pytest.approx([800, 100, 100], abs=3)


def test_the_library_makes_a_split_too(workspace: Workspace) -> None:
    with open_workspace(workspace.root) as opened:
        table = opened.split("standard", "from-python", seed=SEED, ratios=(0.5, 0.5))
    assert table.columns == ["image", "split"]
    assert len(table) == IMAGES


def test_what_a_kind_cannot_do_is_said(workspace: Workspace) -> None:
    with pytest.raises(DataError, match="images that may be apart; train and val need 900 each"):
        make_split(workspace, "few-shot", "s", Plan(SEED, k=900))
    with pytest.raises(DataError, match="do not make 900 folds"):
        make_split(workspace, "k-fold", "s", Plan(SEED, k=900))
    with pytest.raises(DataError, match="nothing is left to train on"):
        make_split(
            workspace, "source-held-out", "s", Plan(SEED, hold_out=("emoset", "webemo", "aigc"))
        )
