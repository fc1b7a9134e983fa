"""Precision and recall on pairs of real phrases that were labelled by reading, held out or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from emokg.concepts import KINDS, THRESHOLD
from tests.concepts.measure import HELD_OUT, MERGED, PAIRS, Sample, curve, pairs, score

both_sets = pytest.mark.parametrize("path", [PAIRS, HELD_OUT], ids=lambda path: path.stem)


@both_sets
def test_the_labelled_pairs_are_many_and_of_the_sample(sample: Sample, path: Path) -> None:
    labelled = pairs(path)
    assert len(labelled) >= (300 if path == PAIRS else 150)
    assert {pair.relation for pair in labelled} == {
        "exactMatch", "closeMatch", "broadMatch", "none"
    }  # fmt: skip
    assert sum(pair.relation == "none" for pair in labelled) > len(labelled) / 2
    for pair in labelled:
        assert {pair.a, pair.b} <= sample.uses[pair.kind].keys()  # type: ignore[index]


def test_no_phrase_of_the_held_out_pairs_is_in_the_others() -> None:
    phrases = [
        {(pair.kind, phrase) for pair in pairs(path) for phrase in (pair.a, pair.b)}
        for path in (PAIRS, HELD_OUT)
    ]
    assert phrases[0].isdisjoint(phrases[1])
    assert len(phrases[1]) == 2 * len(pairs(HELD_OUT))


@both_sets
def test_phrases_that_mean_the_same_are_merged_and_few_others(sample: Sample, path: Path) -> None:
    merged = score(sample.concepts(THRESHOLD), MERGED, path)
    print(f"{path.stem}: precision {merged.precision:.3f}, recall {merged.recall:.3f}")
    assert merged.precision >= 0.95
    assert merged.recall >= 0.75


@both_sets
def test_other_forms_of_the_same_words_are_told_from_other_words(
    sample: Sample, path: Path
) -> None:
    exact = score(sample.concepts(THRESHOLD), ("exactMatch",), path)
    assert exact.precision >= 0.95
    assert exact.recall == 1


@both_sets
def test_head_nouns_are_wider(sample: Sample, path: Path) -> None:
    wider = score(sample.concepts(THRESHOLD), ("broadMatch",), path)
    print(f"{path.stem}: precision {wider.precision:.3f}, recall {wider.recall:.3f}")
    assert wider.precision >= 0.9
    assert wider.recall >= (0.95 if path == PAIRS else 0.9)


def test_a_higher_threshold_merges_less_and_errs_less(sample: Sample) -> None:
    measured = curve(sample)
    for step, merged in measured:
        print(f"{step:.2f}  precision {merged.precision:.3f}  recall {merged.recall:.3f}")
    by_step = dict(measured)
    assert by_step[0.5].precision < by_step[0.85].precision < by_step[0.95].precision
    assert by_step[0.5].recall > by_step[1.0].recall


@pytest.mark.parametrize("threshold", [0.5, 0.75, THRESHOLD])
def test_what_is_opposite_is_apart_at_any_threshold(sample: Sample, threshold: float) -> None:
    concepts = sample.concepts(threshold)
    apart = [
        ("calm outdoor setting", "sunny outdoor setting", "background"),
        ("eerie green", "eerie purple", "attribute"),
        ("fully visible", "partially visible", "attribute"),
        ("two men", "two young women", "subject"),
    ]
    for a, b, kind in apart:
        of = concepts[kind].matches
        assert a not in of or b not in of or of[a].concept != of[b].concept


def test_only_phrases_of_one_kind_meet(sample: Sample) -> None:
    concepts = sample.concepts(THRESHOLD)
    for kind in KINDS:
        assert concepts[kind].matches.keys() <= sample.uses[kind].keys()
