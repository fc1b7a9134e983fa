"""One question, one answer: on real records, and on a graph made to break naive queries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docs.parity import GENERATED, SAMPLE, of_the_generated, of_the_sample
from emokg.errors import DataError, UnknownName
from emokg.graph.model import emokg_model
from emokg.graph.rdf import PREFIXES
from emokg.graph.rdf.texts import bind
from emokg.graph.restoring import restore
from emokg.query import find_question, questions, run_question
from emokg.query.asking import asker
from emokg.query.engine import Engine
from emokg.query.engines import neo4j_engine
from emokg.query.header import read_question
from emokg.query.parity import Certificate, verify
from emokg.query.parity.comparing import differences, fingerprint
from emokg.query.sparql import unbound, used_parameters
from emokg.workspace import Workspace, init
from tests.query.breaking import HARD, breaking_graph
from tests.query.engines import engines_of
from tests.servers.bolt import BoltServer
from tests.servers.neo4j import server_folder


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> BoltServer:
    """A true Neo4j where one is at hand, else ArcadeDB."""
    name = "neo4j" if server_folder() else "arcadedb"
    found: BoltServer = request.getfixturevalue(f"{name}_bolt_server")
    return found


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the breaking graph. Not to be changed."""
    workspace = init(tmp_path_factory.mktemp("parity") / "breaking")
    restore(workspace, breaking_graph(), emokg_model())
    return workspace


@pytest.fixture
def everywhere(workspace: Workspace, server: BoltServer) -> Iterator[list[Engine]]:
    """Every engine at hand, with the breaking graph."""
    with engines_of(workspace, server) as engines:
        yield engines


@pytest.fixture
def breaking(workspace: Workspace) -> Iterator[list[Engine]]:
    """The two engines that need no server."""
    with engines_of(workspace, None) as engines:
        yield engines


def certified(engines: list[Engine]) -> Certificate:
    return verify(engines, questions(), "a graph", lambda _done, _every: None)


def assert_agreed(certificate: Certificate) -> None:
    assert not certificate.disagreements, "\n\n".join(
        "\n".join((case.name, *case.differences)) for case in certificate.disagreements[:5]
    )
    for case in certificate.cases:
        assert len({answer.sha256 for answer in case.answers}) == 1, case.name


def test_the_engines_agree_on_a_graph_made_to_break_them(
    tmp_path: Path, server: BoltServer
) -> None:
    certificate = of_the_generated(tmp_path / "generated", server)
    assert_agreed(certificate)
    assert {case.question for case in certificate.cases} == {each.name for each in questions()}
    assert certificate.unproven == (), "a question without a row proves nothing"
    assert_published(certificate, GENERATED)


def test_the_engines_agree_on_every_phrase_and_image(everywhere: list[Engine]) -> None:
    asked: list[tuple[str, Mapping[str, Any]]] = []
    for phrase in HARD:
        asked.append(("emotion-profile", {"attribute": phrase}))
        asked.append(("attributes-of-subject", {"subject": phrase}))
        for kind in ("background", "subject"):
            asked.append(("evidence", {"emotion": "fear", kind: phrase}))
    images = asker(everywhere[0].graph).ids("image")
    for image in images[::3]:
        asked += [("why-image", {"image": image}), ("images-alike", {"image": image, "limit": 7})]
    answered = 0
    for name, parameters in asked:
        known, *others = (answer(engine, name, parameters) for engine in everywhere)
        answered += bool(known)
        for other in others:
            assert known == other or not [*differences(known, other)], (name, parameters)
    assert answered > len(asked) / 2


def test_a_server_that_holds_another_graph_is_refused(tmp_path: Path, bolt: BoltServer) -> None:
    for name, images in (("own", 4), ("other", 3)):
        restore(init(tmp_path / name), breaking_graph(images), emokg_model())
    with engines_of(Workspace(tmp_path / "own"), bolt) as (*_, pushed):
        assert run_question(pushed.graph, "coverage").column("images") == [2, 1, 1]
    other = Workspace(tmp_path / "other")
    with (
        pytest.raises(
            DataError, match=r"holds another graph than this workspace: .*Image"
        ) as raised,
        neo4j_engine(other, bolt.settings),
    ):
        pass
    assert raised.value.hint == "push this one: emokg graph push neo4j"


def answer(engine: Engine, name: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]] | str:
    """Rows, or the words of a refusal: a phrase that is of one kind only is unknown in others."""
    try:
        return run_question(engine.graph, name, parameters).rows()
    except UnknownName as error:
        return str(error)


@pytest.mark.parametrize(
    ("images", "sources"), [(24, 1), (0, 1)], ids=["one source", "no images at all"]
)
def test_the_engines_agree_where_there_is_little(
    tmp_path: Path, server: BoltServer, images: int, sources: int
) -> None:
    workspace = init(tmp_path / "little")
    restore(workspace, breaking_graph(images, sources), emokg_model())
    with engines_of(workspace, server) as engines:
        assert_agreed(certified(engines))


@pytest.mark.timeout(900)
def test_the_engines_agree_on_real_records_as_the_published_certificate_says(
    tmp_path: Path, server: BoltServer
) -> None:
    certificate = of_the_sample(tmp_path / "sample", server)
    assert_agreed(certificate)
    assert_published(certificate, SAMPLE)


def assert_published(certificate: Certificate, path: Path) -> None:
    """The same answers to the same cases, from whichever server is at hand."""
    mine, published = (
        json.loads(text) for text in (certificate.to_json(), path.read_text(encoding="utf-8"))
    )
    assert published["agree"]
    assert [*map(answered, mine["cases"])] == [*map(answered, published["cases"])]
    for name in ("graph", "with_rows", "empty", "unproven"):
        assert mine[name] == published[name]


def test_the_readme_says_what_the_certificates_say() -> None:
    readme = " ".join((SAMPLE.parent.parent / "README.md").read_text(encoding="utf-8").split())
    sample, generated = (json.loads(path.read_text("utf-8")) for path in (SAMPLE, GENERATED))
    asked, names = len(questions()), sample["unproven"]
    *engines, last = sample["engines"].values()
    told = readme.replace("`", "")
    assert f"{len(sample['cases'])} cases of the {asked} questions" in told
    assert f"{sample['with_rows']} have rows and {sample['empty']} are empty" in told
    assert f"{', '.join(names[:-1])} and {names[-1]}" in told
    assert f"{generated['with_rows']} of {len(generated['cases'])} cases have rows" in told
    assert generated["unproven"] == []
    assert f"{', '.join(engines)} and {last}".lower() in told.lower()


def answered(case: Mapping[str, Any]) -> tuple[Any, ...]:
    """What was asked, and the one answer of all engines."""
    (answer,) = {(answer["rows"], answer["sha256"]) for answer in case["answers"]}
    return case["question"], case["parameters"], answer


def test_every_text_is_sparql_for_another_engine_too() -> None:
    """rdflib knows nothing of Oxigraph's extensions."""
    from rdflib.plugins.sparql import prepareQuery

    given = {"integer": 5, "number": 0.5}
    for question in questions():
        values = {one.name: given.get(one.type, "fear") for one in question.parameters}
        optional = [
            one.name for one in question.parameters if one.default is None and not one.required
        ]
        for text in filter(None, (question.sparql, question.weighted_sparql)):
            used = {name: values[name] for name in used_parameters(text)}
            for nothing in ([], optional):
                present = {name: value for name, value in used.items() if name not in nothing}
                prepareQuery(bind(unbound(text, nothing), present), initNs=dict(PREFIXES))


def test_a_wrong_text_is_found_out_and_its_first_rows_are_shown(breaking: list[Engine]) -> None:
    question = find_question("emotion-distribution")
    wrong = replace(
        question, sparql=question.sparql.replace("evokesMost/", "evokes/onyx:hasEmotionCategory/")
    )
    certificate = verify(breaking, [wrong], "a graph", lambda _done, _every: None)
    case = certificate.disagreements[0]
    assert case.name == "emotion-distribution"
    lines = case.differences[0].splitlines()
    assert lines[0].startswith("row 1 differs in images, share")
    assert lines[1].startswith('  embedded  {"emotion": "')
    assert lines[2].startswith('  rdf       {"emotion": "')
    assert len(case.differences) <= 3
    assert len({answer.sha256 for answer in case.answers}) == 2


def test_an_engine_that_refuses_a_question_disagrees(breaking: list[Engine]) -> None:
    wrong = replace(find_question("source-bias"), sparql="SELECT ?source WHERE {")
    certificate = verify(breaking[:2], [wrong], "a graph", lambda _done, _every: None)
    (case,) = certificate.cases
    assert not case.agree
    assert case.differences[0].startswith("rdf: this is not SPARQL")
    assert case.answers[1].rows is None


def test_the_certificate_says_who_answered_what(breaking: list[Engine]) -> None:
    asked = [find_question("evidence"), find_question("verdicts")]
    certificate = verify(breaking[:2], asked, "a graph", lambda _done, _every: None)
    told = json.loads(certificate.to_json())
    assert told["graph"] == "a graph"
    assert told["agree"] is True
    assert list(told["engines"]) == ["embedded", "rdf"]
    case = next(case for case in told["cases"] if case["parameters"].get("limit") == 1)
    assert case["question"] == "evidence"
    for answer, version in zip(case["answers"], told["engines"].values(), strict=True):
        assert (answer["version"], answer["rows"]) == (version, 1)
        assert len(answer["sha256"]) == 64
    assert (
        certificate.to_json()
        == verify(breaking[:2], asked, "a graph", lambda _done, _every: None).to_json()
    )
    table = {row["question"]: row for row in certificate.table().rows()}
    assert table["evidence"]["agree"] == table["evidence"]["asked"] > 10


def test_the_certificate_tells_agreement_on_nothing_apart(breaking: list[Engine]) -> None:
    evidence, nothing = find_question("evidence"), find_question("coverage")
    nowhere = replace(
        nothing,
        text=nothing.text.replace(":Image)", ":Image {id: 'none'})"),
        sparql=nothing.sparql.replace("WHERE {", 'WHERE { FILTER ("some" = "none") ', 1),
    )
    certificate = verify(breaking, [evidence, nowhere], "a graph", lambda _done, _every: None)
    assert_agreed(certificate)
    told = json.loads(certificate.to_json())
    empty = [case for case in told["cases"] if not any(one["rows"] for one in case["answers"])]
    assert told["empty"] == len(empty) > 1
    assert told["with_rows"] == len(told["cases"]) - len(empty) > 1
    assert told["unproven"] == ["coverage"]
    rows = {row["question"]: row for row in certificate.table().rows()}
    assert (rows["coverage"]["asked"], rows["coverage"]["with_rows"]) == (1, 0)
    assert rows["evidence"]["with_rows"] == told["with_rows"]


def test_a_list_comes_in_one_order_from_every_engine(
    breaking: list[Engine], tmp_path: Path
) -> None:
    header = (
        "// title: Phrases\n// answers: Which phrases has each image?\n// columns:\n"
        "//   image: {type: string, about: the image}\n"
        "//   phrases: {type: list of string, about: its attributes}\n"
    )
    (tmp_path / "phrases.cypher").write_text(
        header + "MATCH (image:Image) OPTIONAL MATCH (image)-[:HAS_ATTRIBUTE]->(a:Attribute)\n"
        "RETURN image.id AS image, collect(a.id) AS phrases ORDER BY image",
        encoding="utf-8",
    )
    (tmp_path / "phrases.rq").write_text(
        "SELECT ?image (GROUP_CONCAT("
        'DISTINCT COALESCE(ENCODE_FOR_URI(?id), ""); SEPARATOR=" ") AS ?phrases) {\n'
        "  ?picture a schema:ImageObject ; dcterms:identifier ?image\n"
        "  OPTIONAL { ?picture emokg:hasAttribute/dcterms:identifier ?id }\n"
        "} GROUP BY ?image ORDER BY ?image",
        encoding="utf-8",
    )
    question = read_question(tmp_path / "phrases.cypher")
    known, *others = (run_question(engine.graph, question).rows() for engine in breaking)
    assert {phrase for row in known for phrase in row["phrases"]} >= set(HARD[:10])
    assert [] in [row["phrases"] for row in known]
    assert all(other == known for other in others)


def test_rows_that_differ_are_told_with_their_columns() -> None:
    left = [{"a": "x", "n": 1.0}, {"a": "y", "n": 2.0}, {"a": "z", "n": None}]
    right = [{"a": "x", "n": 1.0 + 1e-12}, {"a": "y", "n": 2.1}]
    changed, missing = differences(left, right)
    assert (changed.number, changed.columns) == (2, ("n",))
    assert changed.describe("embedded", "rdf") == (
        'row 2 differs in n\n  embedded  {"a": "y", "n": 2.0}\n  rdf       {"a": "y", "n": 2.1}'
    )
    assert missing.describe("embedded", "rdf").endswith("\n  rdf       no such row")


@pytest.mark.parametrize(
    ("mine", "other"),
    [(None, 0.0), (True, 1), ("1", 1), (1.0, 1.0 + 1e-8), ([1.0], [1.0, 2.0]), (0.0, 1e-11)],
)
def test_unlike_values_differ(mine: object, other: object) -> None:
    assert [*differences([{"a": mine}], [{"a": other}])]


def test_order_counts_only_where_it_means_something() -> None:
    rows = [{"a": "x", "n": 1.0}, {"a": "y", "n": 2.0}]
    assert len([*differences(rows, rows[::-1])]) == 2
    assert not [*differences(rows, rows[::-1], ordered=False)]
    assert fingerprint(rows) != fingerprint(rows[::-1])
    assert fingerprint(rows, ordered=False) == fingerprint(rows[::-1], ordered=False)


def test_the_hash_rounds_what_the_comparison_lets_pass() -> None:
    assert fingerprint([{"n": 0.1 + 0.2}]) == fingerprint([{"n": 0.3}])
    assert fingerprint([{"n": -0.0}]) == fingerprint([{"n": 1e-17}])
    assert fingerprint([{"n": 0.3}]) != fingerprint([{"n": 0.30001}])
    assert fingerprint([{"n": None}]) != fingerprint([{"n": 0.0}])
