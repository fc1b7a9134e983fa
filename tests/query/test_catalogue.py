"""The catalogue: every file is sound, and a file that is not says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from emokg.errors import DataError, UnknownName
from emokg.query import find_question, question_table, questions
from emokg.query.header import read_question
from emokg.query.statistics.bootstrap import REPLICATES

SOUND = """\
// title: Counts
// answers: How many images are there?
// parameters:
//   emotion: {type: emotion, about: the emotion}
//   limit: {type: integer, default: 5, minimum: 1, about: most rows}
// columns:
//   images: {type: integer, unit: images, about: how many}
MATCH (image:Image)-[:EVOKES]->(:Emotion {id: $emotion})
RETURN count(image) AS images
LIMIT $limit
"""
SOUND_SPARQL = """\
SELECT (COUNT(?image) AS ?images) WHERE {
  ?image emokg:evokes/onyx:hasEmotionCategory/dcterms:identifier $emotion
} LIMIT $limit
"""
NAMED = {
    "annotator-agreement",
    "annotator-disagreement",
    "attribute-pairs",
    "attributes-evoking",
    "backgrounds-evoking",
    "co-occurring-subjects",
    "contrast",
    "counterfactuals",
    "emotion-profile",
    "evidence",
    "hubs",
    "missing-parts",
    "mixed-emotions",
    "source-bias",
    "subjects-evoking",
    "triplets-evoking",
}
ASSOCIATION = [
    "images",
    "item_images",
    "emotion_images",
    "total_images",
    "lift",
    "log_odds",
    "ci_low",
    "ci_high",
    "p_value",
    "q_value",
    "strata",
    "mh_log_odds",
    "mh_ci_low",
    "mh_ci_high",
]


def test_every_question_is_sound_and_those_promised_are_there() -> None:
    found = {question.name: question for question in questions()}
    assert found.keys() >= NAMED
    for question in found.values():
        assert question.title
        assert question.answers
        assert len({column.name for column in question.columns}) == len(question.columns)


def test_associations_have_the_columns_of_the_design_in_order() -> None:
    for name, items in {
        "attributes-evoking": ["attribute"],
        "backgrounds-evoking": ["background"],
        "subjects-evoking": ["subject"],
        "triplets-evoking": ["background", "attribute", "subject"],
        "emotion-profile": ["emotion"],
        "contrast": ["item"],
    }.items():
        assert [column.name for column in find_question(name).columns] == items + ASSOCIATION


def test_the_list_shows_required_and_optional_parameters() -> None:
    rows = {row["name"]: row for row in question_table().rows()}
    assert rows["attributes-evoking"]["title"] == "Attributes that evoke an emotion"
    assert rows["attributes-evoking"]["parameters"] == "emotion [min_images] [weighted] [limit]"


def test_a_question_describes_itself() -> None:
    text = find_question("contrast").describe()
    assert "kind (attribute | background | subject, default attribute): what is compared" in text
    assert "min_images (integer, default 5): fewest images with the item" in text
    assert "emotion (emotion, required)" in text
    assert "q_value (number): Benjamini-Hochberg" in text
    assert "emotion.id IN [$emotion, $against]" in text
    assert "?felt IN ($emotion, $against)" in text


def test_the_weighted_texts_are_shown_too() -> None:
    text = find_question("attributes-evoking").describe()
    assert "Cypher, weighted" in text
    assert "SPARQL, weighted" in text


def test_every_question_says_in_which_order_its_rows_come() -> None:
    orders = {question.name: question.order for question in questions()}
    assert None not in orders.values()
    assert orders["missing-parts"] == "image"
    assert orders["emotion-mixtures"] == "images DESC, emotion, other_emotion"
    shown = find_question("attributes-evoking").describe()
    assert "\nOrder of the rows: ci_low, greatest first; then the items by name\n" in shown


def test_a_question_names_the_methods_of_its_statistic() -> None:
    weighted = find_question("attributes-evoking").describe()
    assert f"percentile bootstrap of the images (Efron 1979), {REPLICATES:,} draws" in weighted
    assert "where a cell of the table is zero, which every draw repeats, Wald's with" in weighted
    assert "null beside strata of 2 or more where the pooled odds ratio is zero" in weighted
    plain = find_question("contrast").describe()
    assert "null beside strata of 2 or more" in plain
    assert "bootstrap" not in plain
    assert all(question.methods for question in questions() if question.statistic)


def test_an_unknown_question_suggests_the_near_one() -> None:
    with pytest.raises(UnknownName, match="there is no question 'atributes-evoking'") as raised:
        find_question("atributes-evoking")
    assert raised.value.hint is not None
    assert "attributes-evoking" in raised.value.hint
    assert raised.value.exit_code == 2


def test_a_question_like_none_says_how_to_list_them() -> None:
    with pytest.raises(UnknownName) as raised:
        find_question("zzz")
    assert raised.value.hint == "`emokg query list` shows them all"


def read(folder: Path, text: str, name: str = "counts.cypher", sparql: str = SOUND_SPARQL) -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.with_suffix(".rq").write_text(sparql, encoding="utf-8")
    read_question(path)


def test_the_sound_file_is_sound(tmp_path: Path) -> None:
    read(tmp_path, SOUND)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// title: Counts\n", "", "line 1: the header has no title"),
        ("// columns:\n", "// colums:\n", "line 7: the header has an unknown key 'colums'"),
        ("type: integer, default: 5", "type: int, default: 5", "line 5: type of limit is 'int'"),
        ("default: 5", "default: five", "line 5: default 'five' of limit is not allowed by it"),
        ("default: 5", "default: true", "line 5: default True of limit is not allowed by it"),
        ("default: 5", "default: 0", "line 5: default 0 of limit is not allowed by it"),
        ("minimum: 1", "min: 1", "line 5: parameter limit has an unknown key 'min'"),
        (", about: most rows", "", "line 5: about of limit is not a text"),
        ("type: integer, unit", "type: int64, unit", "line 7: type of images is 'int64'"),
        ("title: Counts", "title: [", "the header is not YAML"),
        ("title: Counts", "title: 7", "line 1: title is not a text"),
        ("// answers:", "// title: Again\n// answers:", "line 2: title is given twice"),
        ("//   emotion:", "//   Emotion:", "line 4: parameter 'Emotion' is not a lower_case name"),
        ("{id: $emotion}", "{id: $emotions}", "line 8: the text uses $emotions, which is not"),
        ("LIMIT $limit\n", "", "line 1: parameter limit is declared and never used"),
        ("AS images", "AS count", "line 8: the text returns count"),
        (
            "// columns:",
            "// statistics: associations\n// columns:",
            "line 6: statistics is 'associations'",
        ),
        ("// columns:", "// statistics: association\n// columns:", "the text returns images"),
        (SOUND, "RETURN 1 AS one\n", "line 1: the file has no header"),
        (SOUND, "// title: Only\n", "line 2: no Cypher follows the header"),
        (SOUND, "// - a list\nRETURN 1 AS one\n", "line 1: the header is not a mapping"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in SOUND
    with pytest.raises(DataError) as raised:
        read(tmp_path, SOUND.replace(old, new))
    assert raised.value.message.startswith("counts.cypher, line ")
    assert message in raised.value.message
    assert raised.value.exit_code == 3


def test_a_misspelt_key_suggests_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        read(tmp_path, SOUND.replace("// answers:", "// answer:"))
    assert raised.value.hint == "did you mean answers?"


def test_a_file_name_is_words_joined_by_hyphens(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the name 'Counts_2' is not lower-case words"):
        read(tmp_path, SOUND, "Counts_2.cypher")


def test_a_weighted_parameter_and_a_weighted_text_belong_together(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="belong together"):
        read(tmp_path, SOUND + "\n// weighted\nRETURN 1 AS one\n")
    weighted = "//   weighted: {type: boolean, default: false, about: weigh}\n// columns:"
    with pytest.raises(DataError, match="belong together"):
        read(tmp_path, SOUND.replace("// columns:", weighted))


def test_text_that_is_not_cypher_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"counts.cypher, line 8: "):
        read(tmp_path, SOUND.replace("-[:EVOKES]->", "-[:EVOKES->"))


def test_a_question_without_sparql_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "counts.cypher"
    path.write_text(SOUND, encoding="utf-8")
    with pytest.raises(DataError, match=r"counts.cypher has no counts.rq beside it") as raised:
        read_question(path)
    assert raised.value.hint is not None
    assert "queries/README.md" in raised.value.hint


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "SELECT",
            "# title: Counts\nSELECT",
            "line 1: title is declared in counts.cypher, and only",
        ),
        ("AS ?images", "AS ?count", "line 1: the text returns count"),
        ("SELECT (", "SELECT ?image (", "line 1: the text returns image, images"),
        (SOUND_SPARQL, "ASK { ?s ?p $emotion FILTER (?p < $limit) }", "returns no named columns"),
        ("$emotion", "$emotions", "line 2: the text uses $emotions, which is not declared"),
        ("LIMIT $limit", "# LIMIT $limit", "line 1: parameter limit is declared and never used"),
        ("LIMIT", "\n# weighted\nLIMIT", "line 1: counts.cypher has 1 texts, this file 2"),
    ],
)
def test_sparql_that_does_not_go_with_its_cypher_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in SOUND_SPARQL
    with pytest.raises(DataError) as raised:
        read(tmp_path, SOUND, sparql=SOUND_SPARQL.replace(old, new))
    assert raised.value.message.startswith("counts.rq, line ")
    assert message in raised.value.message


def test_dollars_and_marks_in_strings_iris_and_comments_are_not_sparql(tmp_path: Path) -> None:
    noise = 'BIND ("$no { \\" ?x" AS ?text) # $none }\n  ?image <http://x.org/$a#b> ?text ;'
    read(tmp_path, SOUND, sparql=SOUND_SPARQL.replace("?image emokg", f"{noise} emokg"))
