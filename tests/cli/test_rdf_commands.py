"""`sparql`, `graph export rdf` and `graph check --shacl`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from emokg.graph.rdf import PREFIXES, export
from emokg.graph.snapshot import open_snapshot
from emokg.workspace import Workspace
from tests.cli.conftest import Emokg
from tests.servers.oxigraph import oxigraph_server

FEAR = (
    "SELECT ?attribute (COUNT(*) AS ?images) { ?image emokg:evokesMost emotion:fear ; "
    "emokg:hasAttribute/dcterms:identifier ?attribute } "
    "GROUP BY ?attribute ORDER BY DESC(?images) ?attribute LIMIT 3"
)
SAME = (
    "MATCH (:Emotion {id: 'fear'})<-[:EVOKES {rank: 1}]-(:Image)-[:HAS_ATTRIBUTE]->(a:Attribute) "
    "RETURN a.id AS attribute, count(*) AS images ORDER BY images DESC, attribute LIMIT 3"
)


def test_the_first_question_builds_the_store_and_says_so(copy: Path, emokg: Emokg) -> None:
    asked = emokg("sparql", FEAR, "-w", str(copy), "-f", "json")
    assert asked.code == 0
    assert "there is no RDF store yet: building it from the graph" in asked.err
    assert "statements in" in asked.err
    cypher = emokg("cypher", SAME, "-w", str(copy), "-f", "json")
    assert json.loads(asked.out) == json.loads(cypher.out)
    again = emokg("sparql", FEAR, "-w", str(copy), "-f", "json")
    assert (again.out, again.err) == (asked.out, "")
    file = copy / "question.rq"
    file.write_text(FEAR.replace("emotion:fear", "[dcterms:identifier $emotion]"), encoding="utf-8")
    from_file = emokg("sparql", f"@{file}", "-p", "emotion=fear", "-w", str(copy), "-f", "json")
    assert from_file.out == asked.out


def test_a_name_that_is_nowhere_is_noticed_on_stderr_with_the_one_meant(
    copy: Path, emokg: Emokg
) -> None:
    assert emokg("sparql", "ASK {}", "-w", str(copy)).code == 0
    text = "SELECT ?i\n{ ?i emokg:evokesMos emotion:feer }"
    ended = emokg("sparql", text, "-w", str(copy), "-f", "json")
    assert (ended.code, json.loads(ended.out)) == (0, [])
    assert ended.err.splitlines() == [
        "notice: `emokg:evokesMos` does not exist in this graph; "
        "did you mean `emokg:evokesMost`? (line 2, column 6)",
        "notice: `emotion:feer` does not exist in this graph; "
        "did you mean `emotion:fear`? (line 2, column 22)",
    ]
    assert emokg("sparql", FEAR, "-w", str(copy)).err == ""


def test_the_help_names_every_prefix(emokg: Emokg) -> None:
    ended = emokg("sparql", "--help")
    assert ended.code == 0
    assert set(PREFIXES) <= set(re.findall(r"\w+", ended.out))


def test_a_damaged_store_is_mended_by_the_command_that_is_named(copy: Path, emokg: Emokg) -> None:
    assert emokg("sparql", "ASK {}", "-w", str(copy)).code == 0
    (copy / "rdf" / "rdf.json").write_text("{", encoding="utf-8")
    ended = emokg("sparql", "ASK {}", "-w", str(copy))
    assert ended.code == 3
    assert "build it again from the graph: emokg sparql --rebuild 'ASK {}'" in ended.err
    assert emokg("sparql", "--rebuild", "ASK {}", "-w", str(copy)).code == 0
    assert emokg("sparql", "ASK {}", "-w", str(copy)).code == 0


def test_check_reads_the_store_too(copy: Path, emokg: Emokg) -> None:
    check = ("graph", "check", "-w", str(copy))
    assert "rdf" not in emokg(*check).out
    assert emokg("sparql", "ASK {}", "-w", str(copy)).code == 0
    assert "rdf: sound, 115,602 statements, from this graph" in emokg(*check).out
    file = max((copy / "rdf").glob("store-*/*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    ended = emokg(*check)
    assert ended.code == 3
    assert f"{file.name} was altered" in ended.err
    assert "emokg sparql --rebuild" in ended.err


def test_errors_point_into_the_text(copy: Path, emokg: Emokg) -> None:
    ended = emokg("sparql", "SELECT *\n{ ?s nope:p ?o }", "-w", str(copy))
    assert ended.code == 2
    assert "this is not SPARQL (line 2, column 12): this prefix stands for nothing" in ended.err
    assert '"{ ?s nope:p ?o }"\n            ^' in ended.err
    ended = emokg("sparql", "DELETE WHERE { ?s ?p ?o }", "-w", str(copy))
    assert ended.code == 2
    assert "DELETE would change the store" in ended.err
    ended = emokg("sparql", "SELECT * { ?s ?p ?o }", "--max-rows", "3", "-w", str(copy))
    assert ended.code == 3
    assert "more than 3 rows" in ended.err
    assert emokg("sparql", f"@{copy}/nothing.rq", "-w", str(copy)).code == 3


@pytest.mark.parametrize("suffix", ["nq", "ttl", "jsonld"])
def test_export_says_how_much_it_wrote(
    demo: Path, tmp_path: Path, emokg: Emokg, suffix: str
) -> None:
    out = tmp_path / f"graph.{suffix}"
    ended = emokg("graph", "export", "rdf", "--out", str(out), "-w", str(demo))
    assert ended.code == 0
    assert f"{out.name}: 115,602 statements, {out.stat().st_size / 1e6:,.1f} MB" in ended.err


def test_export_to_an_unknown_format_is_refused(demo: Path, tmp_path: Path, emokg: Emokg) -> None:
    ended = emokg("graph", "export", "rdf", "--out", str(tmp_path / "a.xml"), "-w", str(demo))
    assert ended.code == 2
    assert "end it in .nq, .ttl, .jsonld" in ended.err


def test_check_with_shapes_says_what_was_validated(demo: Path, emokg: Emokg) -> None:
    ended = emokg("graph", "check", "--shacl", "-w", str(demo))
    assert ended.code == 0
    assert "shapes: no violation in 1," in ended.out
    assert "shapes" not in emokg("graph", "check", "-w", str(demo)).out


def test_an_endpoint_answers_without_a_workspace(
    demo: Path, tmp_path: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_snapshot(Workspace(demo)) as snapshot:
        export(snapshot.path, tmp_path / "graph.nq")
    monkeypatch.chdir(tmp_path)
    with oxigraph_server(tmp_path, tmp_path / "graph.nq") as address:
        asked = emokg("sparql", FEAR, "--endpoint", f"{address}/query", "-f", "json")
    assert asked.code == 0
    assert [row["attribute"] for row in json.loads(asked.out)] == ["dark", "unsettling", "eerie"]
    ended = emokg("sparql", FEAR, "--endpoint", f"{address}/query")
    assert ended.code == 4
    assert "cannot be reached" in ended.err
    assert emokg("sparql", FEAR, "--rebuild", "--endpoint", address).code == 2
