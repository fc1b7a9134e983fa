"""Asking a real endpoint over the SPARQL 1.1 protocol gives what the workspace's store gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from emokg.errors import BackendError, LimitExceeded, SparqlError, UsageError
from emokg.graph.rdf import Endpoint, export, open_store
from emokg.graph.snapshot import open_snapshot
from emokg.workspace import Workspace
from tests.servers.oxigraph import oxigraph_server
from tests.servers.processes import free_port

QUESTIONS = [
    "SELECT ?id ?width ?confidence { ?image a schema:ImageObject ; dcterms:identifier ?id . "
    "OPTIONAL { ?image schema:width ?width } OPTIONAL { ?image emokg:confidence ?confidence } } "
    "ORDER BY ?id",
    "SELECT ?created { ?one dcterms:created ?created } ORDER BY ?created",
    "SELECT (COUNT(*) AS ?all) { ?s ?p ?o }",
    "ASK { emotion:fear ?p ?o }",
    "PREFIX e: <https://w3id.org/emokg/emotion/> ASK { e:joy ?p ?o }",
]


@pytest.fixture(scope="module")
def address(known: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("endpoint")
    with open_snapshot(known) as snapshot:
        export(snapshot.path, folder / "known.nq")
    with oxigraph_server(folder, folder / "known.nq") as address:
        yield address


@pytest.fixture
def endpoint(address: str) -> Endpoint:
    return Endpoint(f"{address}/query")


@pytest.mark.parametrize("text", QUESTIONS)
def test_both_give_the_same_table(known: Workspace, endpoint: Endpoint, text: str) -> None:
    with open_store(known) as store:
        own = store.sparql(text)
    answer = endpoint.sparql(text)
    assert answer.rows() == own.rows()
    assert answer.arrow.schema == own.arrow.schema


@pytest.mark.parametrize(
    "text", ["DESCRIBE emotion:awe", "CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER isIRI(?o) }"]
)
def test_both_give_the_same_statements(known: Workspace, endpoint: Endpoint, text: str) -> None:
    with open_store(known) as store:
        own = store.sparql(text)
    answer = endpoint.sparql(text)
    assert sorted(map(repr, answer.rows())) == sorted(map(repr, own.rows()))
    assert len(answer) > 3


def test_parameters_and_the_row_cap_hold_there_too(endpoint: Endpoint) -> None:
    text = "SELECT ?p { ?node dcterms:identifier $id ; ?p ?o } LIMIT 2"
    assert len(endpoint.sparql(text, {"id": "o'brien's dog"}, max_rows=2)) == 2
    with pytest.raises(LimitExceeded, match="more than 1 rows"):
        endpoint.sparql(text, {"id": "o'brien's dog"}, max_rows=1)


def test_a_wrong_text_and_an_update_are_not_sent() -> None:
    nobody = Endpoint(f"http://127.0.0.1:{free_port()}/query")
    with pytest.raises(SparqlError, match=r"line 1, column 11"):
        nobody.sparql("SELECT * {")
    with pytest.raises(UsageError, match="INSERT would change"):
        nobody.sparql("INSERT DATA { emotion:joy a emokg:Emotion }")


def test_what_only_the_server_finds_wrong_is_told(endpoint: Endpoint) -> None:
    with pytest.raises(SparqlError, match="cannot answer this"):
        endpoint.sparql("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p }")


def test_a_server_that_is_not_there_is_named() -> None:
    url = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(BackendError, match=r"cannot be reached: .*refused") as error:
        Endpoint(url).sparql("ASK {}")
    assert url in str(error.value)


def test_an_address_that_is_no_endpoint_is_named(address: str) -> None:
    with pytest.raises(BackendError, match="refused: 4"):
        Endpoint(f"{address}/nothing").sparql("ASK {}")
    for url in ("localhost", "ftp://a/b", "http:"):
        with pytest.raises(UsageError, match="is no address of an endpoint"):
            Endpoint(url)


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises((LimitExceeded, BackendError), match=r"0\.3 seconds|timed out"):
            Endpoint(f"http://127.0.0.1:{port}/query").sparql("ASK {}", timeout=0.3)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/html", b"<html>", "answered with text/html, which is no SPARQL result"),
        ("application/sparql-results+json", b'{"head":{"vars":["a"]},"results":', "badly"),
        ("application/n-triples", b"<http://a> <http://b> ", "badly"),
    ],
)
def test_an_answer_that_is_none_is_named(kind: str, body: bytes, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_once, args=(server, kind, body))
        thread.start()
        port = server.getsockname()[1]
        with pytest.raises(BackendError, match=words):
            Endpoint(f"http://127.0.0.1:{port}/").sparql("SELECT ?a { ?a ?b ?c }")
        thread.join()


def _answer_once(server: socket.socket, kind: str, body: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65_536)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)
