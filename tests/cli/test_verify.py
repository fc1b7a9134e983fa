"""`query verify` and `query run --engine`: the same answers from every engine, or exit 6."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from emokg.content import content_folder
from emokg.query import catalogue
from tests.cli.conftest import Emokg

QUICK = ("emotion-distribution", "source-bias")


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)


def test_run_gives_the_same_answer_from_another_engine(copy: Path, emokg: Emokg) -> None:
    asked = ("query", "run", "attributes-evoking", "-p", "emotion=fear", "-w", str(copy), "-f")
    embedded, rdf = emokg(*asked, "json"), emokg(*asked, "json", "--engine", "rdf")
    assert (embedded.code, rdf.code) == (0, 0)
    assert len(json.loads(rdf.out)) > 5
    assert json.loads(rdf.out) == json.loads(embedded.out)


def test_run_refuses_a_phrase_that_the_rdf_store_lacks(copy: Path, emokg: Emokg) -> None:
    asked = ("query", "run", "emotion-profile", "-p", "attribute=erie", "--engine", "rdf")
    ended = emokg(*asked, "-w", str(copy))
    assert ended.code == 2
    assert "the graph has no attribute 'erie'" in ended.err
    assert "near it: eerie" in ended.err


def test_run_on_neo4j_needs_a_server(copy: Path, emokg: Emokg) -> None:
    ended = emokg("query", "run", "source-bias", "--engine", "neo4j", "-w", str(copy))
    assert ended.code == 2
    assert "no Neo4j server is named" in ended.err


def test_verify_prints_a_table_and_writes_a_certificate(copy: Path, emokg: Emokg) -> None:
    ended = emokg("query", "verify", *QUICK, "-w", str(copy))
    assert ended.code == 0, ended.err
    assert [line.split()[0] for line in ended.out.splitlines()[2:]] == list(QUICK)
    assert "neo4j is not asked: NEO4J_URI names no server" in ended.err
    told = [line for line in ended.err.splitlines() if line.startswith("asking: ")]
    assert 5 <= len(told) <= 10
    assert told[-1].split()[1] == told[-1].split()[3]
    assert "the same from duckdb " in ended.err
    assert "4 with rows, 0 empty everywhere" in ended.err
    assert "never a row" not in ended.err
    certificate = json.loads((copy / "reports" / "parity.json").read_text(encoding="utf-8"))
    assert certificate["agree"] is True
    assert {case["question"] for case in certificate["cases"]} == set(QUICK)
    assert all(len(case["answers"]) == 2 for case in certificate["cases"])


def test_verify_names_the_questions_that_never_had_a_row(copy: Path, emokg: Emokg) -> None:
    ended = emokg("query", "verify", "source-bias", "verdicts", "-w", str(copy))
    assert ended.code == 0, ended.err
    assert "1 with rows, 1 empty everywhere" in ended.err
    assert "never a row, so nothing is shown of: verdicts" in ended.err


def test_two_answers_end_with_6_and_show_the_rows(
    copy: Path, tmp_path: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = Path(shutil.copytree(content_folder("queries"), tmp_path / "queries"))
    wrong = queries / "source-bias.rq"
    text = wrong.read_text(encoding="utf-8").replace("COUNT(*)", "COUNT(DISTINCT ?emotion)")
    wrong.write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "content_folder", lambda _name: queries)
    out = tmp_path / "new" / "certificate.json"
    ended = emokg("query", "verify", *QUICK, "-w", str(copy), "--out", str(out))
    assert ended.code == 6
    assert "source-bias\nrow 1 differs in images" in ended.err
    assert '  embedded  {"source": "' in ended.err
    assert '  rdf       {"source": "' in ended.err
    assert "1 of 4 answers differ between engines" in ended.err
    certificate = json.loads(out.read_text(encoding="utf-8"))
    assert certificate["agree"] is False
    assert [case["agree"] for case in certificate["cases"]] == [True, True, True, False]


def test_show_gives_the_sparql_too(emokg: Emokg) -> None:
    out = emokg("query", "show", "attributes-evoking").out
    assert "SPARQL, weighted" in out
    assert "emokg:hasAttribute/dcterms:identifier ?attribute" in out
