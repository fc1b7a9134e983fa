"""Every question against the same numbers, worked out from the records image by image."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests

from emokg.errors import UnknownName
from emokg.query import questions, run_question
from emokg.query.run import Graph
from emokg.table import Table
from emokg.taxonomy import CES
from tests.query import judges
from tests.query.real import Image, images

ALL = images()
LABELLED = tuple(image for image in ALL if image.ces)
CLAUDE, QWEN = "claude-sonnet-4.6", "qwen2.5-vl-7b"


def ask(graph: Graph, name: str, **parameters: Any) -> list[dict[str, Any]]:
    return run_question(graph, name, parameters).rows()


def is_(emotion: str) -> Any:
    return lambda image: image.ces == emotion


def assert_judged(
    rows: list[dict[str, Any]], items: tuple[str, ...], judged: dict[Any, dict[str, Any]]
) -> None:
    """The same items with the same numbers, the greatest lower bound first, then by name."""
    assert judged
    found = {tuple(row[name] for name in items): row for row in rows}
    assert len(found) == len(rows)
    for item, numbers in judged.items():
        key = item if isinstance(item, tuple) else (item,)
        assert judges.same(found.pop(key), numbers), (item, numbers)
    assert not found
    order = [(-row["ci_low"], *(row[name] or "" for name in items)) for row in rows]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("name", "item", "place", "emotion", "min_images"),
    [
        ("attributes-evoking", "attribute", 1, "fear", 5),
        ("attributes-evoking", "attribute", 1, "contentment", 2),
        ("subjects-evoking", "subject", 2, "fear", 3),
        ("backgrounds-evoking", "background", 0, "awe", 2),
        ("backgrounds-evoking", "background", 0, "fear", 1),
    ],
)
def test_phrases_evoking(
    graph: Graph, name: str, item: str, place: int, emotion: str, min_images: int
) -> None:
    rows = ask(graph, name, emotion=emotion, min_images=min_images)
    judged = judges.association(LABELLED, lambda i: i.phrases(place), is_(emotion), min_images)
    assert_judged(rows, (item,), judged)


def test_triplets_evoking(graph: Graph) -> None:
    rows = ask(graph, "triplets-evoking", emotion="disgust", min_images=2)
    judged = judges.association(LABELLED, lambda i: i.triplets, is_("disgust"), 2)
    assert_judged(rows, ("background", "attribute", "subject"), judged)


@pytest.mark.parametrize(
    ("kind", "place", "emotion", "min_images"),
    [
        ("background", 0, "awe", 3),
        ("background", 0, "fear", 1),
        ("subject", 2, "awe", 2),
    ],
)
def test_concepts_evoking(
    graph: Graph, kind: str, place: int, emotion: str, min_images: int
) -> None:
    rows = ask(graph, f"{kind}-concepts-evoking", emotion=emotion, min_images=min_images)
    judged = judges.association(LABELLED, lambda i: i.concepts(place), is_(emotion), min_images)
    assert_judged(rows, ("concept",), judged)
    assert sum(numbers["images"] for numbers in judged.values()) > 20
    if (kind, emotion) == ("background", "awe"):
        assert judged["nature"]["item_images"] > judged["landscape"]["item_images"] > 0


def test_limit_comes_after_the_family(graph: Graph) -> None:
    rows = ask(graph, "attributes-evoking", emotion="fear")
    assert ask(graph, "attributes-evoking", emotion="fear", limit=3) == rows[:3]


def test_weighted_counts_probabilities(graph: Graph) -> None:
    rows = ask(graph, "attributes-evoking", emotion="awe", weighted=True, min_images=4)
    share = {image.id: image.distribution.get("awe", 0.0) for image in LABELLED}
    having = defaultdict(list)
    for image in LABELLED:
        for attribute in image.phrases(1):
            having[attribute].append(image.id)
    assert {row["attribute"] for row in rows} == {a for a, ids in having.items() if len(ids) >= 4}
    for row in rows:
        both = sum(share[image] for image in having[row["attribute"]])
        evoking = sum(share.values())
        cells = np.array([both, len(having[row["attribute"]]) - both, evoking - both, 0.0])
        cells[3] = len(LABELLED) - cells.sum()
        a, b, c, d = cells + (0.5 if (cells < 1e-9).any() else 0.0)
        assert row["images"] == pytest.approx(both)
        assert row["emotion_images"] == pytest.approx(evoking)
        assert row["item_images"] == len(having[row["attribute"]])
        assert row["total_images"] == len(LABELLED)
        assert row["log_odds"] == pytest.approx(np.log(a * d / b / c))
        assert row["ci_low"] < row["ci_high"]
        assert row["p_value"] is None
        assert row["q_value"] is None
    assert any(row["images"] % 1 for row in rows)


def test_emotion_profile(graph: Graph) -> None:
    rows = ask(graph, "emotion-profile", attribute="Dark ")
    judged = judges.association(LABELLED, lambda i: [i.ces], lambda i: "dark" in i.phrases(1))
    for row in judged.values():
        row["item_images"], row["emotion_images"] = row["emotion_images"], row["item_images"]
    assert_judged(rows, ("emotion",), judged)
    assert len(rows) == 8


@pytest.mark.parametrize(("kind", "place"), [("attribute", 1), ("subject", 2), ("background", 0)])
def test_contrast(graph: Graph, kind: str, place: int) -> None:
    rows = ask(graph, "contrast", emotion="fear", against="awe", kind=kind, min_images=1)
    two = [image for image in LABELLED if image.ces in ("fear", "awe")]
    judged = judges.association(two, lambda i: i.phrases(place), is_("fear"))
    assert_judged(rows, ("item",), judged)


def test_attribute_pairs(graph: Graph) -> None:
    rows = ask(graph, "attribute-pairs", emotion="fear", min_images=2)
    alone = judges.association(LABELLED, lambda i: i.phrases(1), is_("fear"))
    pairs = judges.association(
        LABELLED, lambda i: combinations(sorted(i.phrases(1)), 2), is_("fear"), 2
    )
    gains = {
        pair: judges.gain(LABELLED, lambda i: i.phrases(1), pair, is_("fear")) for pair in pairs
    }
    q = multipletests([gain["gain_p_value"] for gain in gains.values()], method="fdr_bh")[1]
    better = {}
    for ((first, second), numbers), corrected in zip(pairs.items(), q, strict=True):
        lifts = (alone[first]["lift"], alone[second]["lift"])
        if numbers["lift"] > max(lifts):
            own = {"attribute_lift": lifts[0], "other_attribute_lift": lifts[1]}
            gain = gains[first, second] | {"gain_q_value": corrected}
            better[first, second] = numbers | own | gain
    assert_judged(rows, ("attribute", "other_attribute"), better)
    assert len({row["alone"] == row["attribute"] for row in rows}) == 2
    assert all(row["gain_log_odds"] > 0 for row in rows)


def test_why_image(graph: Graph) -> None:
    image = next(image for image in LABELLED if "dark" in image.phrases(1))
    rows = ask(graph, "why-image", image=image.id)
    own = {(kind, item) for kind, item in _phrases(image)}
    others = [other for other in LABELLED if other is not image]
    judged = judges.association(others, lambda i: own & set(_phrases(i)), is_(image.ces or ""))
    assert_judged(rows, ("kind", "item"), judged)
    assert {(row["kind"], row["item"]) for row in rows} <= own


def test_why_image_says_nothing_of_what_the_image_alone_has(graph: Graph) -> None:
    seen = Counter(phrase for image in LABELLED for phrase in set(_phrases(image)))
    image = next(i for i in LABELLED if any(seen[phrase] == 1 for phrase in _phrases(i)))
    rows = ask(graph, "why-image", image=image.id)
    shared = {phrase for phrase in _phrases(image) if seen[phrase] > 1}
    assert {(row["kind"], row["item"]) for row in rows} == shared


def _phrases(image: Image) -> list[tuple[str, str]]:
    kinds = ("background", "attribute", "subject")
    return [(kind, item) for place, kind in enumerate(kinds) for item in image.phrases(place)]


def test_source_bias_has_every_pair(graph: Graph) -> None:
    rows = ask(graph, "source-bias")
    assert len(rows) == 3 * 8
    counts = Counter((image.source, image.ces) for image in LABELLED)
    sources, emotions = (Counter(key[place] for key in counts.elements()) for place in (0, 1))
    for row in rows:
        source, emotion = row["source"], row["emotion"]
        assert row["images"] == counts[source, emotion]
        assert row["item_images"] == sources[source]
        assert row["other_images"] == emotions[emotion]
        assert row["total_images"] == len(LABELLED)
    family = judges.association(LABELLED, lambda i: [i.source], is_(rows[0]["emotion"]))
    judged = family[rows[0]["source"]]
    assert rows[0]["p_value"] == pytest.approx(judged["p_value"], rel=1e-9, abs=0)
    assert rows[0]["log_odds"] == pytest.approx(judged["log_odds"])


def test_co_occurring_subjects(graph: Graph) -> None:
    rows = ask(graph, "co-occurring-subjects", min_images=2)
    having = [image.phrases(2) for image in ALL if image.phrases(2)]
    single = Counter(subject for subjects in having for subject in subjects)
    pairs = Counter(
        pair
        for subjects in having
        for pair in combinations(sorted(s for s in subjects if single[s] >= 2), 2)
    )
    assert {(row["subject"], row["other_subject"]): row["images"] for row in rows} == pairs
    for row in rows:
        assert row["item_images"] == single[row["subject"]]
        assert row["other_images"] == single[row["other_subject"]]
        assert row["total_images"] == len(having)
    family = sum(1 for count in single.values() if count >= 2)
    best = min(rows, key=lambda row: row["p_value"])
    assert best["q_value"] == pytest.approx(
        best["p_value"] * family * (family - 1) / 2, rel=1e-12, abs=0
    )
    assert all(row["q_value"] >= row["p_value"] for row in rows)


def test_emotion_distribution(graph: Graph) -> None:
    rows = ask(graph, "emotion-distribution")
    counts = Counter(image.ces for image in LABELLED)
    assert {row["emotion"]: row["images"] for row in rows} == counts
    assert all(row["total_images"] == len(LABELLED) for row in rows)
    assert all(row["share"] == pytest.approx(row["images"] / len(LABELLED)) for row in rows)
    assert all(row["ci_low"] < row["share"] < row["ci_high"] for row in rows)
    one = ask(graph, "emotion-distribution", source="emoset-b")
    assert sum(row["images"] for row in one) == sum(i.source == "emoset-b" for i in LABELLED)


def test_mixed_emotions_and_mixtures(graph: Graph) -> None:
    mixed = {image.id: image for image in ALL if len(image.distribution) == 2}
    rows = ask(graph, "mixed-emotions", limit=1000)
    assert [row["image"] for row in rows] == sorted(mixed)
    for row in rows:
        assert row["emotion"] == mixed[row["image"]].ces
        assert row["other_emotion"] == max(mixed[row["image"]].distribution)
        assert (row["probability"], row["other_probability"]) == (0.5, 0.5)
    counts = Counter((image.ces, max(image.distribution)) for image in mixed.values())
    labels = Counter(image.ces for image in LABELLED)
    found = ask(graph, "emotion-mixtures")
    assert {(row["emotion"], row["other_emotion"]): row["images"] for row in found} == counts
    assert all(row["total_images"] == labels[row["emotion"]] for row in found)


def test_annotators(graph: Graph) -> None:
    voted = [image for image in ALL if image.votes]
    table = np.zeros((8, 8), dtype=int)
    for image in voted:
        table[CES.index(image.votes[CLAUDE]), CES.index(image.votes[QWEN])] += 1
    (row,) = ask(graph, "annotator-agreement")
    judge = cohens_kappa(table)
    assert (row["annotator"], row["other_annotator"]) == (CLAUDE, QWEN)
    assert (row["images"], row["agreed"]) == (len(voted), np.trace(table))
    assert row["kappa"] == pytest.approx(judge.kappa)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((judge.kappa_low, judge.kappa_upp))
    apart = [image for image in voted if image.votes[CLAUDE] != image.votes[QWEN]]
    rows = ask(graph, "annotator-disagreement", limit=1000)
    assert [row["image"] for row in rows] == sorted(image.id for image in apart)
    labels = {image.id: image.ces for image in ALL}
    assert all(row["distance"] == 1 and row["label"] == labels[row["image"]] for row in rows)
    said = {image.id: (image.votes[CLAUDE], image.votes[QWEN]) for image in apart}
    assert all((row["answer"], row["other_answer"]) == said[row["image"]] for row in rows)


def test_label_confusion(graph: Graph) -> None:
    rows = ask(graph, "label-confusion", annotator=QWEN)
    counts = Counter((image.ces, image.votes[QWEN]) for image in ALL if image.votes)
    labels = Counter(image.ces for image in ALL if image.votes)
    assert {(row["label"], row["answer"]): row["images"] for row in rows} == counts
    assert all(row["total_images"] == labels[row["label"]] for row in rows)
    assert [row["label"] for row in rows] == sorted(row["label"] for row in rows)


def test_missing_parts_and_coverage(graph: Graph) -> None:
    without = {
        "label": [image.id for image in ALL if not image.ces],
        "triplets": [image.id for image in ALL if not image.triplets],
        "backgrounds": [image.id for image in ALL if not image.phrases(0)],
        "attributes": [image.id for image in ALL if not image.phrases(1)],
        "subjects": [image.id for image in ALL if not image.phrases(2)],
        "annotations": [image.id for image in ALL if not image.votes],
        "des": [],
    }
    for part, ids in without.items():
        rows = ask(graph, "missing-parts", part=part, limit=1000)
        assert ids or part == "des"
        assert [row["image"] for row in rows] == sorted(ids)
        assert not any(row[part] for row in rows)
    source = ask(graph, "missing-parts", part="triplets", source="emoset", limit=1000)
    assert len(source) == sum(i.source == "emoset" and not i.triplets for i in ALL)
    rows = ask(graph, "coverage")
    assert [row["source"] for row in rows] == ["emoset", "emoset-b", "emoset-c"]
    assert sum(row["images"] for row in rows) == len(ALL)
    assert sum(row["with_label"] for row in rows) == len(LABELLED)
    assert sum(row["with_triplets"] for row in rows) == len(ALL) - len(without["triplets"])
    assert sum(row["with_des"] for row in rows) == len(ALL)
    masks = sum(row["with_masks"] for row in rows)
    assert 0 < masks < sum(row["with_regions"] for row in rows)
    lacking = ask(graph, "missing-parts", part="masks", limit=1000)
    assert len(lacking) == len(ALL) - masks


@pytest.mark.parametrize(("kind", "place"), [("attribute", 1), ("subject", 2), ("background", 0)])
def test_hubs(graph: Graph, kind: str, place: int) -> None:
    rows = ask(graph, "hubs", kind=kind, limit=4)
    counts = Counter(phrase for image in ALL for phrase in image.phrases(place))
    best = sorted(counts, key=lambda phrase: (-counts[phrase], phrase))[:4]
    assert [(row["item"], row["images"]) for row in rows] == [(b, counts[b]) for b in best]
    for row in rows:
        having = [image for image in ALL if row["item"] in image.phrases(place)]
        assert row["sources"] == len({image.source for image in having})
        assert row["emotions"] == len({image.ces for image in having if image.ces})
        assert row["phrases"] == len({pair for image in having for pair in _phrases(image)}) - 1


def test_attribute_spread_and_attributes_of_a_subject(graph: Graph) -> None:
    counts: dict[str, Counter[str | None]] = defaultdict(Counter)
    for image in LABELLED:
        for attribute in image.phrases(1):
            counts[attribute][image.ces] += 1
    rows = ask(graph, "attribute-spread", min_images=3)
    assert {row["attribute"] for row in rows} == {a for a in counts if counts[a].total() >= 3}
    assert [row["entropy"] for row in rows] == sorted(row["entropy"] for row in rows)
    for row in rows:
        own = counts[row["attribute"]]
        share = np.array(list(own.values())) / own.total()
        top = min(own, key=lambda emotion: (-own[emotion], emotion or ""))
        assert row["entropy"] == pytest.approx(-(share * np.log2(share)).sum(), abs=1e-9)
        assert (row["top_emotion"], row["top_share"]) == (top, own[top] / own.total())
        assert (row["images"], row["emotions"]) == (own.total(), len(own))
    seen = ask(graph, "attributes-of-subject", subject="sky")
    expected = Counter(
        a for i in LABELLED for a in {a for _, a, s in i.triplets if s == "sky" and a}
    )
    assert {row["attribute"]: row["images"] for row in seen} == expected


def test_counterfactuals(graph: Graph) -> None:
    counts: dict[tuple[str, str], Counter[str | None]] = defaultdict(Counter)
    for image in LABELLED:
        for subject, attribute in {(s, a) for _, a, s in image.triplets if s and a}:
            counts[subject, attribute][image.ces] += 1
    sides = {}
    for (subject, attribute), own in counts.items():
        top, images_ = own.most_common(1)[0]
        if own.total() >= 2 and 2 * images_ > own.total():
            sides[subject, attribute] = (top, images_, own.total())
    expected = {
        (s, a, n, size, other, top, count, whole)
        for (s, a), (emotion, n, size) in sides.items()
        if emotion == "fear"
        for (same, other), (top, count, whole) in sides.items()
        if same == s and top != "fear"
    }
    assert expected
    rows = ask(graph, "counterfactuals", emotion="fear", min_images=2, limit=1000)
    assert {tuple(row.values()) for row in rows} == expected
    assert len(rows) == len(expected)
    subject = rows[0]["subject"]
    one = ask(graph, "counterfactuals", emotion="fear", subject=subject, min_images=2, limit=1000)
    assert one == [row for row in rows if row["subject"] == subject]


def test_evidence_is_what_the_association_counted(graph: Graph) -> None:
    best = ask(graph, "attributes-evoking", emotion="fear", limit=1)[0]
    rows = ask(graph, "evidence", emotion="fear", attribute=best["attribute"], limit=1000)
    assert len({row["image"] for row in rows}) == best["images"]
    described = {image.id: image for image in ALL}
    for row in rows:
        image = described[row["image"]]
        assert image.ces == "fear"
        assert (row["background"], row["attribute"], row["subject"]) in image.triplets
        assert row["description"] == (image.description if image.votes else None)
        assert row["annotator"] == (CLAUDE if image.votes else None)
        assert row["source"] == image.source


def test_images_alike(graph: Graph) -> None:
    image = next(image for image in LABELLED if len(_phrases(image)) > 6)
    rows = ask(graph, "images-alike", image=image.id, limit=1000)
    own = set(_phrases(image))
    shared = {i.id: own & set(_phrases(i)) for i in ALL if i is not image}
    assert {row["other_image"]: row["shared"] for row in rows} == {
        other: len(found) for other, found in shared.items() if found
    }
    order = [(-row["shared"], row["other_image"]) for row in rows]
    assert order == sorted(order)
    for row in rows:
        kinds = Counter(kind for kind, _ in shared[row["other_image"]])
        assert (row["attributes"], row["subjects"]) == (kinds["attribute"], kinds["subject"])


def test_every_question_answers_with_the_columns_it_declares(graph: Graph) -> None:
    given = {
        "emotion": "fear",
        "against": "awe",
        "attribute": "dark",
        "subject": "sky",
        "annotator": QWEN,
        "part": "masks",
        "image": ALL[1].id,
    }
    for question in questions():
        required = {p.name: given[p.name] for p in question.parameters if p.required}
        weighted = [{}, {"weighted": True}] if question.weighted_text else [{}]
        for more in weighted:
            answer = run_question(graph, question.name, required | more)
            assert answer.columns == [column.name for column in question.columns]
            _assert_types(answer, question.name)


def _assert_types(answer: Table, name: str) -> None:
    declared = {column.name: column.type for column in _question(name).columns}
    kinds = {"string": str, "integer": (int, float), "number": (int, float), "boolean": bool}
    for row in answer.rows():
        for column, value in row.items():
            assert value is None or isinstance(value, kinds[declared[column]]), (name, column)


def _question(name: str) -> Any:
    return next(question for question in questions() if question.name == name)


def test_a_phrase_that_the_graph_lacks_is_refused_with_its_neighbours(graph: Graph) -> None:
    with pytest.raises(UnknownName, match="the graph has no attribute 'darkk'") as raised:
        run_question(graph, "emotion-profile", {"attribute": "darkk"})
    assert raised.value.hint is not None
    assert raised.value.hint.startswith("near it: dark")
    with pytest.raises(UnknownName, match="the graph has no source 'zzz'") as raised:
        run_question(graph, "emotion-distribution", {"source": "zzz"})
    assert raised.value.hint == "the graph has 3 Source nodes"
