"""An engine that can be asked, and the names of those there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emokg.query.asking import Graph


class EngineName(StrEnum):
    """Who answers a question."""

    embedded = "embedded"
    rdf = "rdf"
    neo4j = "neo4j"


@dataclass(frozen=True, slots=True)
class Engine:
    """An open engine; `version` is what it calls itself, as `duckdb 2.0.1`."""

    name: EngineName
    version: str
    graph: Graph
