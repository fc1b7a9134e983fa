"""Any endpoint that speaks the SPARQL 1.1 protocol, asked over HTTP."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from typing import IO, cast
from urllib.parse import urlsplit

from pyoxigraph import (
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from emokg.errors import BackendError, SparqlError, UsageError
from emokg.graph.rdf.answers import table
from emokg.graph.rdf.limits import within
from emokg.graph.rdf.terms import PREFIXES
from emokg.graph.rdf.texts import Value, bind, refuse_updates, syntax_error
from emokg.table import Table

_SOLUTIONS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
_STATEMENTS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_ACCEPTED = ", ".join((*_SOLUTIONS, *_STATEMENTS))
_SILENCE = 600.0
"""Seconds without a byte after which a server counts as gone, where there is no time limit."""


class Endpoint:
    """An address that answers SPARQL queries. Nothing is kept open between them."""

    def __init__(self, url: str) -> None:
        """UsageError for what is no web address."""
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise UsageError(
                f"{url!r} is no address of an endpoint",
                "write for example https://query.wikidata.org/sparql",
            )
        self.url = url

    def sparql(
        self,
        text: str,
        parameters: Mapping[str, Value] | None = None,
        /,
        *,
        max_rows: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The answer of a SPARQL 1.1 query; `PREFIXES` need no saying. `timeout` in seconds.

        SparqlError, UsageError and LimitExceeded as an RdfStore raises them, BackendError where
        the endpoint cannot be reached, refuses, or answers something else.
        """
        refuse_updates(text)
        bound = bind(text, parameters or {})
        _check_syntax(bound)
        return within(timeout, lambda stop: self._asked(bound, max_rows, timeout, stop))

    def _asked(
        self, text: str, max_rows: int | None, timeout: float | None, stop: threading.Event
    ) -> Table:
        request = urllib.request.Request(
            self.url,
            (_prologue(text) + text).encode(),
            {
                "Content-Type": "application/sparql-query; charset=utf-8",
                "Accept": _ACCEPTED,
                "User-Agent": "emokg (https://w3id.org/emokg/)",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout or _SILENCE) as response:
                return self._read(response, max_rows, stop)
        except urllib.error.HTTPError as error:
            raise self._refused(error) from None
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise BackendError(
                f"{self.url} cannot be reached: {reason}", "check the address, or try again later"
            ) from None

    def _read(self, response: HTTPResponse, max_rows: int | None, stop: threading.Event) -> Table:
        kind = response.headers.get_content_type()
        content = cast(IO[bytes], response)
        try:
            if kind in _SOLUTIONS:
                return table(parse_query_results(content, _SOLUTIONS[kind]), max_rows, stop)
            if kind in _STATEMENTS:
                triples = (quad.triple for quad in parse(content, _STATEMENTS[kind]))
                return table(triples, max_rows, stop)
        except SyntaxError as error:
            raise BackendError(
                f"{self.url} broke off its answer, or answered badly: {error}",
                "try again, or ask whoever runs it",
            ) from None
        raise BackendError(
            f"{self.url} answered with {kind}, which is no SPARQL result",
            "is it the address of the query endpoint? it often ends in /sparql or /query",
        )

    def _refused(self, error: urllib.error.HTTPError) -> BackendError | SparqlError:
        said = error.read(2_000).decode("utf-8", "replace").strip()
        if error.code == 400:
            return SparqlError(f"{self.url} cannot answer this: {said}", line=None, column=None)
        return BackendError(
            f"{self.url} refused: {error.code} {error.reason}" + (f": {said}" if said else ""),
            "check the address and what you may ask there",
        )


def _check_syntax(text: str) -> None:
    """SparqlError where a text is no query; against nothing, so that it costs nothing.

    A text that asks further endpoints is left to the server: it would be asked right here.
    """
    if re.search(r"\bSERVICE\b", text, re.IGNORECASE):
        return
    try:
        Store().query(text, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise syntax_error(error, text) from None


def _prologue(text: str) -> str:
    """The prefixes that a text uses, on a line before it; it may say them anew."""
    used = (name for name in PREFIXES if re.search(rf"(?<![\w:]){name}:", text))
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used) + "\n"
