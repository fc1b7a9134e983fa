"""`query`, `cypher` and `stats`, and what they say when they cannot answer."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from emokg.cli.pointing import excerpt
from emokg.graph.model import emokg_model
from emokg.graph.restoring import restore
from emokg.query import questions
from emokg.workspace import init
from tests.cli.conftest import Emokg
from tests.query.breaking import breaking_graph

COUNTS = ("images", "item_images", "emotion_images", "total_images")
ESTIMATES = ("lift", "log_odds", "ci_low", "ci_high", "p_value", "q_value")
STRATA = ("strata", "mh_log_odds", "mh_ci_low", "mh_ci_high")
FEAR = ("query", "run", "attributes-evoking", "-p", "emotion=fear")


def test_list_names_every_question(emokg: Emokg) -> None:
    rows = json.loads(emokg("query", "list", "-f", "json").out)
    assert [row["name"] for row in rows] == [question.name for question in questions()]
    (row,) = [row for row in rows if row["name"] == "attributes-evoking"]
    assert row["parameters"] == "emotion [min_images] [weighted] [limit]"


def test_show_gives_parameters_columns_and_cypher(emokg: Emokg) -> None:
    out = emokg("query", "show", "attributes-evoking").out
    assert "emotion (emotion, required): the emotion evoked" in out
    assert "min_images (integer, default 5)" in out
    assert "MATCH (source:Source)" in out


def test_run_gives_the_columns_of_the_design_in_their_order(demo: Path, emokg: Emokg) -> None:
    rows = json.loads(emokg(*FEAR, "-p", "min_images=5", "-w", str(demo), "-f", "json").out)
    assert list(rows[0]) == ["attribute", *COUNTS, *ESTIMATES, *STRATA]
    lows = [row["ci_low"] for row in rows]
    assert lows == sorted(lows, reverse=True)
    assert rows[0]["attribute"] == "unsettling"
    assert rows[0]["mh_log_odds"] is None


def test_stats_gives_sections_with_shares_that_add_up(demo: Path, emokg: Emokg) -> None:
    rows = json.loads(emokg("stats", "-w", str(demo), "-f", "json").out)
    for section in ("nodes", "relationships", "emotions"):
        shares = [row["share"] for row in rows if row["section"] == section]
        assert sum(shares) == pytest.approx(1.0)
    (images,) = [row for row in rows if (row["section"], row["name"]) == ("nodes", "Image")]
    (with_triplet,) = [row for row in rows if row["name"] == "with a triplet"]
    assert with_triplet["share"] == with_triplet["count"] / images["count"]


def test_a_text_comes_from_stdin_where_it_is_a_dash(
    demo: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("RETURN 6 * 7 AS answer"))
    assert json.loads(emokg("cypher", "-", "-w", str(demo), "-f", "json").out) == [{"answer": 42}]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("x=fear", "fear"),
        ("x=5", 5),
        ("x=0.5", 0.5),
        ("x=true", True),
        ("x=[1, 2]", [1, 2]),
        ('x="5"', "5"),
        ("x=a=b", "a=b"),
        ("x=", ""),
        ("x=NaN", "NaN"),
        ("x=null", None),
    ],
)
def test_a_parameter_is_json_where_it_parses_as_it_else_text(
    given: str, value: object, demo: Path, emokg: Emokg
) -> None:
    ended = emokg("cypher", "RETURN $x AS x", "-p", given, "-w", str(demo), "-f", "json")
    assert json.loads(ended.out) == [{"x": value}], ended.err


def test_stats_say_what_agreement_and_gold_count(demo: Path, emokg: Emokg) -> None:
    told = emokg("stats", "-w", str(demo)).err
    assert "agreement: of the images that two annotators both annotate" in told
    assert "gold: of the images that an annotator annotates" in told


def test_no_rows_for_want_of_images_are_noticed(demo: Path, emokg: Emokg) -> None:
    ended = emokg(*FEAR, "-p", "min_images=9999", "-w", str(demo), "-f", "json")
    assert (ended.code, ended.out) == (0, "[]\n")
    assert "notice: nothing that is asked for has 9,999 images; a smaller min_images" in ended.err


def test_images_without_any_attribute_are_told_by_every_engine(
    tmp_path: Path, emokg: Emokg
) -> None:
    restore(init(tmp_path / "some"), breaking_graph(), emokg_model())
    for engine in ("embedded", "rdf"):
        ended = emokg(*FEAR, "-w", str(tmp_path / "some"), "--engine", engine, "-f", "json")
        assert json.loads(ended.out)[0]["total_images"] == 43
        assert "notice: 8 of 43 labelled images have no attribute at all" in ended.err
        assert "emokg query run missing-parts -p part=attributes lists" in ended.err


@pytest.mark.parametrize(
    ("arguments", "messages"),
    [
        (
            ("query", "run", "atributes-evoking"),
            ("there is no question 'atributes-evoking'", "did you mean attributes-evoking"),
        ),
        (("query", "show", "nothing-like-it"), ("there is no question", "`emokg query list`")),
        (
            ("query", "run", "attributes-evoking", "-p", "emotion=joy"),
            ("unknown emotion 'joy'", "amusement, anger, awe"),
        ),
        (("query", "run", "attributes-evoking"), ("needs emotion", "-p emotion=VALUE")),
        (
            ("query", "run", "contrast", "-p", "emotion=fear", "-p", "against=fear"),
            ("emotion and against are both 'fear'", "different values"),
        ),
        ((*FEAR, "-p", "least=3"), ("has no parameter 'least'", "emotion, min_images")),
        ((*FEAR, "-p", "min_images=many"), ("min_images is 'many'", "number")),
        ((*FEAR, "-p", "min_images"), ("-p 'min_images' is not NAME=VALUE", "-p emotion=fear")),
        ((*FEAR, "-p", "emotion=awe"), ("parameter 'emotion' is given twice", "once")),
        (
            ("query", "run", "emotion-profile", "-p", "attribute=eery"),
            ("the graph has no attribute 'eery'", "near it: eerie"),
        ),
        (("cypher", "RETURN $x AS x"), ("Expected parameter(s): x", "-p x=")),
        (("cypher", "CREATE (n) RETURN n"), ("CREATE is refused", "emokg ingest")),
        (("cypher", "LOAD CSV FROM 'x' AS row RETURN row"), ("LOAD CSV",)),
        (("cypher", "RETURN foo(1) AS x"), ("foo",)),
    ],
)
def test_a_question_that_cannot_be_asked_ends_with_2(
    arguments: tuple[str, ...], messages: tuple[str, ...], demo: Path, emokg: Emokg
) -> None:
    ended = emokg(*arguments, "-w", str(demo))
    assert ended.code == 2
    assert ended.err.startswith("error: ")
    assert ended.out == ""
    for message in messages:
        assert message in ended.err


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("MATCH (i:Image) RETRUN i", "MATCH (i:Image) RETRUN i", 17),
        ("MATCH (i:Image)\nRETURN foo(i)", "RETURN foo(i)", 8),
    ],
)
def test_the_place_of_a_cypher_error_has_a_caret(
    text: str, line: str, column: int, demo: Path, emokg: Emokg
) -> None:
    ended = emokg("cypher", text, "-w", str(demo))
    assert ended.code == 2
    assert f'"{line}"\n{" " * column}^\n' in ended.err


def test_an_excerpt_is_the_line_with_a_caret() -> None:
    assert excerpt("RETURN\n\tx,\r\ny", 2, 2) == '" x,"\n  ^'


def test_a_misspelt_keyword_gets_a_suggestion(demo: Path, emokg: Emokg) -> None:
    assert "Did you mean RETURN?" in emokg("cypher", "MATCH (i) RETRUN i", "-w", str(demo)).err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cypher", "RETURN 1 / 0 AS x"), "/ by zero"),
        (
            ("cypher", "UNWIND range(1, 100) AS x RETURN x", "--max-rows", "99"),
            "The answer has more than 99 rows",
        ),
        (
            (
                "cypher",
                "MATCH (a:Image), (b:Image), (c:Image) RETURN sum(size(a.id) + size(b.id)"
                " + size(c.id)) AS n",
                "--timeout",
                "0.2",
            ),
            "The answer was not complete after 0.2 seconds",
        ),
    ],
)
def test_an_answer_that_cannot_be_given_ends_with_3(
    arguments: tuple[str, ...], message: str, demo: Path, emokg: Emokg
) -> None:
    ended = emokg(*arguments, "-w", str(demo))
    assert ended.code == 3
    assert message in ended.err
    assert ended.out == ""


def test_as_many_rows_as_the_cap_are_fine(demo: Path, emokg: Emokg) -> None:
    text = "UNWIND range(1, 100) AS x RETURN x"
    ended = emokg("cypher", text, "--max-rows", "100", "-w", str(demo), "-f", "jsonl")
    assert ended.code == 0
    assert len(ended.out.splitlines()) == 100


def test_limits_come_from_the_environment_too(
    demo: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOKG_MAX_ROWS", "5")
    text = "UNWIND range(1, 6) AS x RETURN x"
    assert emokg("cypher", text, "-w", str(demo)).code == 3
    assert emokg("cypher", text, "-w", str(demo), "--max-rows", "6").code == 0
