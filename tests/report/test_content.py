"""What the report says is what the records say."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from emokg.api import Workspace
from emokg.graph.description import read_description
from emokg.graph.model import emokg_model
from emokg.graph.restoring import restore
from emokg.report.making import report_html
from emokg.report.material import Material
from emokg.report.pictures import Thumbnails
from emokg.report.sections.splits import splits
from emokg.splits import Plan, audit_split, make_split, read_certificate
from emokg.taxonomy import CES
from emokg.workspace import Workspace as Folder
from emokg.workspace import init
from tests.query.real import images, rows
from tests.report.conftest import SAMPLES, Report

ANNOTATORS = ("claude-sonnet-4.6", "qwen2.5-vl-7b")


@cache
def records() -> list[dict[str, Any]]:
    """The rows of the sample as its authors wrote them."""
    with (SAMPLES / "emoset-vlm" / "records.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _labels(report: Report) -> Counter[str]:
    emotions = report.folder.read("emotions")
    own = emotions.filter(pc.is_null(emotions["annotation"]))
    return Counter(own["emotion"].to_pylist())


def test_the_distribution_is_that_of_the_labels_with_wilsons_interval(real: Report) -> None:
    labels = _labels(real)
    total = sum(labels.values())
    rows = real.tables()["ces"]
    assert {row["emotion"]: int(row["images"]) for row in rows} == dict(labels)
    for row in rows:
        low, high = proportion_confint(int(row["images"]), total, method="wilson")
        assert float(row["share"]) == pytest.approx(int(row["images"]) / total)
        assert float(row["ci_low"]) == pytest.approx(low)
        assert float(row["ci_high"]) == pytest.approx(high)


def test_the_imbalance_is_that_of_the_labels(real: Report) -> None:
    counts = np.array(list(_labels(real).values()))
    ratio, classes = real.tables()["imbalance"]
    share = counts / counts.sum()
    assert float(ratio["value"]) == pytest.approx(counts.max() / counts.min())
    assert float(classes["value"]) == pytest.approx(np.exp(-(share * np.log(share)).sum()))


def test_the_sizes_are_those_of_the_graphs_description(real: Report) -> None:
    described = read_description(real.folder)
    tables = real.tables()
    nodes = {row["nodes"]: int(row["count"]) for row in tables["sizes-nodes"]}
    links = {row["relationships"]: int(row["count"]) for row in tables["sizes-relationships"]}
    assert nodes == described.nodes
    assert links == described.relationships


def test_associations_say_how_many_images_count_as_without_any_attribute(
    real: Report, tmp_path: Path
) -> None:
    folder = init(tmp_path / "some")
    restore(folder, rows(images()), emokg_model())
    with Workspace(folder) as opened:
        html = report_html(opened.graph, folder)
    labelled = [image for image in images() if image.ces]
    lacking = sum(not image.phrases(1) for image in labelled)
    told = f"{lacking} of {len(labelled)} labelled images have no attribute at all"
    assert told in html
    assert "no attribute at all" not in real.html


def test_an_association_is_that_of_the_single_images(real: Report) -> None:
    (row,) = [
        row
        for row in real.tables()["map"]
        if (row["attribute"], row["emotion"]) == ("unsettling", "fear")
    ]
    triplets = real.folder.read("triplets", ["image", "attribute"]).to_pylist()
    having = {triplet["image"] for triplet in triplets if triplet["attribute"] == "unsettling"}
    emotions = real.folder.read("emotions").to_pylist()
    label = {one["image"]: one["emotion"] for one in emotions if one["annotation"] is None}
    both = sum(label[image] == "fear" for image in having)
    fear = sum(emotion == "fear" for emotion in label.values())
    table = np.array(
        [
            [both, len(having) - both],
            [fear - both, len(label) - len(having) - fear + both],
        ]
    )
    judge = Table2x2(table + (0.5 if 0 in table else 0.0), shift_zeros=False)
    assert int(row["images"]) == both
    assert float(row["log_odds"]) == pytest.approx(judge.log_oddsratio)
    assert [float(row["ci_low"]), float(row["ci_high"])] == pytest.approx(
        list(judge.log_oddsratio_confint())
    )


def test_agreement_between_annotators_is_that_of_the_votes(real: Report) -> None:
    votes = _votes()
    table = _table((row[ANNOTATORS[0]], row[ANNOTATORS[1]]) for row in votes)
    judge = cohens_kappa(table)
    (row,) = [row for row in real.tables()["annotators"] if row["coefficient"] == "Cohen's kappa"]
    assert int(row["images"]) == table.sum() == len(records())
    assert float(row["value"]) == pytest.approx(judge.kappa)
    assert float(row["ci_low"]) == pytest.approx(judge.kappa_low)


@pytest.mark.parametrize("name", ANNOTATORS)
def test_agreement_with_gold_is_that_of_the_votes_and_the_labels(name: str, real: Report) -> None:
    table = _table((row["gold"], row[name]) for row in _votes())
    tables = real.tables()
    judge = cohens_kappa(table)
    (row,) = [
        row
        for row in tables["gold"]
        if (row["annotator"], row["coefficient"]) == (name, "Cohen's kappa")
    ]
    assert float(row["value"]) == pytest.approx(judge.kappa)
    assert float(row["agreement"]) == pytest.approx(np.trace(table) / table.sum())
    confused = {row["label"]: row for row in tables[f"confusion-{name}"]}
    for number, label in enumerate(CES):
        assert [int(confused[label][answer]) for answer in CES] == table[number].tolist()
    for row in tables["gold-emotion"]:
        if row["annotator"] == name:
            place = CES.index(row["emotion"])
            binary = _binary(table, place)
            assert float(row["kappa"]) == pytest.approx(cohens_kappa(binary).kappa)
            assert float(row["recall"]) == pytest.approx(binary[0, 0] / binary[0].sum())
            assert float(row["precision"]) == pytest.approx(binary[0, 0] / binary[:, 0].sum())


def test_coverage_counts_the_images_of_each_source(real: Report) -> None:
    rows = {row["source"]: row for row in real.tables()["coverage"]}
    assert int(rows["emoset"]["images"]) == len(records())
    assert int(rows["emoset"]["with_des"]) == len(records())
    assert (rows["photos"]["images"], rows["photos"]["with_regions"]) == ("10", "10")


def test_what_is_not_there_is_said(real: Report) -> None:
    for words in (
        "The graph has no generated image.",
        "The graph has no near duplicates.",
        "There is no split yet.",
        "The pixels of these images are not at hand",
        "Arousal is not known and not drawn.",
    ):
        assert words in real.html


def test_the_neighbour_embedding_says_how_it_was_made_and_what_it_does_not_show(
    real: Report,
) -> None:
    for words in (
        "All 1,285 vectors, by t-SNE of their cosine distances: perplexity 30, seed 7",
        "how far clusters are apart, how large they are and which way the axes run says nothing",
    ):
        assert words in real.html
    rows = real.tables()["neighbours-emoset-vlm"]
    assert sum(int(row["images"]) for row in rows) == 1285
    for row in rows:
        assert float(row["by_chance"]) < float(row["near_in_space"])
        assert float(row["near_on_map"]) == pytest.approx(float(row["near_in_space"]), abs=0.1)


def test_published_numbers_are_printed_as_claims_with_their_sources(real: Report) -> None:
    tables = real.tables()
    sets = {row["data set"]: row for row in tables["comparison"]}
    assert list(sets) == ["this graph", "FI", "EmoSet", "EmoArt", "EmoVerse"]
    assert "AAAI 2016" in sets["FI"]["source"]
    assert "arXiv:2511.12554" in sets["EmoVerse"]["source"]
    verdicts = {row["published"]: row["verdict"] for row in tables["claims"]}
    assert verdicts["234,189"] == "other number"
    assert verdicts["Δ = 6.6, σ = 8.18"].startswith("claim only")


def test_every_figure_with_a_chart_has_a_caption_numbers_and_a_question(real: Report) -> None:
    figures = real.html.split("<figure ")[1:]
    for figure in figures:
        assert "<figcaption>" in figure
        assert "<table>" in figure
        if '<div class="chart"' in figure:
            assert '<details class="asked">' in figure


def test_the_questions_give_the_numbers(real: Report) -> None:
    """The Cypher beside a figure, typed as it stands, answers what its table says."""
    from emokg.report.sections.hubs import PAIRS, degree_question

    with Workspace(real.folder) as graph:
        subjects = graph.cypher(degree_question("Subject")).rows()
        (row,) = [row for row in real.tables()["degrees"] if row["label"] == "Subject"]
        assert int(row["phrases"]) == sum(r["phrases"] for r in subjects if r["images"])
        assert int(row["largest"]) == max(r["images"] for r in subjects)
        assert graph.cypher(PAIRS).rows()[0]["images"] > 1


def test_generated_images_are_told_apart(whole: Report) -> None:
    tables = whole.tables()
    rows = {row["origin"]: row for row in tables["by-origin"]}
    assert (rows["natural"]["images"], rows["generated"]["images"]) == ("30", "30")
    rows = tables["gap-emoverse"]
    assert [row["images"] for row in rows] == [*["all"] * 2, *["within emotions"] * 2]
    assert {float(row["p_value"]) for row in rows} == {0.001}
    assert {(row["natural"], row["generated"]) for row in rows} == {("30", "30")}
    assert "30 images are generated, 30 natural." in whole.html


def test_duplicates_are_counted_by_evidence(whole: Report) -> None:
    (row,) = whole.tables()["duplicates"]
    assert (row["evidence"], row["pairs"]) == ("exact", "1")
    assert row["labels differ"] == "1"


def test_the_split_is_that_of_its_certificate(whole: Report) -> None:
    made = read_certificate(whole.folder, "a").made
    rows = {row["split"]: row for row in whole.tables()["split-a"]}
    assert {name: int(row["images"]) for name, row in rows.items()} == made.splits
    assert sum(int(row[emotion]) for row in rows.values() for emotion in CES) == 60
    assert "Not audited yet" in whole.html


def test_an_audit_that_passed_says_what_it_could_not_compare(real: Report, tmp_path: Path) -> None:
    folder = Folder(shutil.copytree(real.folder.root, tmp_path / "audited"))
    make_split(folder, "standard", "s", Plan(7))
    audit = audit_split(folder, "s").audit
    assert audit is not None
    with Workspace(folder) as opened:
        (figure,) = splits(Material(opened.graph, folder)).figures
    lacking = audit.unseen()
    assert lacking
    assert f"Its audit passed. {' '.join(f'But {each}.' for each in lacking)}" in figure.caption


def test_a_phrase_that_looks_like_markup_stays_a_phrase(whole: Report) -> None:
    assert "</script><b>" not in whole.html
    assert whole.html.count("</script>") == 2


def test_the_same_graph_gives_the_same_page(whole: Report) -> None:
    with Workspace(whole.folder) as opened:
        assert report_html(opened.graph, whole.folder) == whole.html
        dated = report_html(opened.graph, whole.folder, "1 May 2026")
    assert "1 May 2026" in dated
    assert "1 May 2026" not in whole.html


def test_pictures_stop_where_their_room_ends() -> None:
    one = Thumbnails([SAMPLES / "photos"]).of("coffee.jpg")
    assert one is not None
    few = Thumbnails([SAMPLES / "photos"], room=len(one) + 10)
    assert few.of("coffee.jpg") == one
    assert few.of("china.jpg") is None
    assert few.of("no-such.jpg") is None
    assert few.of(None) is None


def _votes() -> list[dict[str, str]]:
    return [row["votes"] | {"gold": row["gold_emotion"]} for row in records()]


def _table(pairs: Any) -> np.ndarray:
    table = np.zeros((8, 8), dtype=np.int64)
    for one, other in pairs:
        table[CES.index(one.lower()), CES.index(other.lower())] += 1
    return table


def _binary(table: np.ndarray, place: int) -> np.ndarray:
    both, labelled, said = table[place, place], table[place].sum(), table[:, place].sum()
    return np.array([[both, labelled - both], [said - both, table.sum() - labelled - said + both]])
