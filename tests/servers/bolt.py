"""A server that speaks Bolt, whichever it is, as the tests of the Neo4j engine use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import neo4j

from emokg.graph.neo4j import Settings
from tests.servers.processes import ServerProcess


@dataclass
class BoltServer:
    """`lacks` names what the server has not."""

    settings: Settings
    process: ServerProcess
    lacks: frozenset[str] = frozenset()

    def ask(self, text: str, **parameters: Any) -> list[list[Any]]:
        """Rows, past the product."""
        who = (self.settings.username, self.settings.password or "")
        with neo4j.GraphDatabase.driver(
            self.settings.uri, auth=who, notifications_min_severity="OFF"
        ) as driver:
            found = driver.execute_query(text, parameters, database_=self.settings.database)
        return [record.values() for record in found.records]

    def clear(self) -> None:
        """Remove every node, in transactions of bounded size."""
        while self.ask("MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*)") != [[0]]:
            pass
