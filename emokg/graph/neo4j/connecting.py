"""One driver for one command, and what the server at its other end can do."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import neo4j

from emokg.content import content_folder
from emokg.errors import BackendError
from emokg.graph.neo4j.failures import explained
from emokg.graph.neo4j.settings import Settings

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # retries are not for stderr

ONLINE_WITHIN = 600.0
"""Seconds for the server to fill its indexes from what it holds already."""
FETCH = 10_000
"""Rows that the driver asks for at a time."""


@dataclass(frozen=True)
class Server:
    """A connected server; the driver's errors leave it as ours."""

    driver: neo4j.Driver
    settings: Settings

    @contextmanager
    def session(self, access: str = neo4j.WRITE_ACCESS) -> Iterator[neo4j.Session]:
        """A session on the database that was chosen."""
        with (
            explained(self.settings),
            self.driver.session(
                database=self.settings.database, default_access_mode=access, fetch_size=FETCH
            ) as session,
        ):
            yield session

    def ask(self, text: str, **parameters: Any) -> list[list[Any]]:
        """The rows of a reading statement."""
        with self.session(neo4j.READ_ACCESS) as session:
            return session.execute_read(lambda tx: tx.run(text, parameters).values())

    def order(self, text: str, **parameters: Any) -> None:
        """Run a statement that changes the schema or a few nodes."""
        with self.session() as session:
            session.execute_write(lambda tx: tx.run(text, parameters).consume())

    @property
    def engine(self) -> str:
        """What the server says it is."""
        with explained(self.settings):
            agent = self.driver.get_server_info().agent
        return f"neo4j {agent.partition('/')[2]}"

    def can_call(self, procedure: str) -> bool:
        """Whether the server lists a procedure."""
        return bool(
            self.ask("SHOW PROCEDURES YIELD name WHERE name = $name RETURN name", name=procedure)
        )


@contextmanager
def connected(settings: Settings) -> Iterator[Server]:
    """A server that was reached and let us in. Raises BackendError."""
    login = None if settings.password is None else (settings.username, settings.password)
    with (
        explained(settings),
        neo4j.GraphDatabase.driver(
            settings.uri, auth=login, user_agent="emokg", notifications_min_severity="OFF"
        ) as driver,
    ):
        server = Server(driver, settings)
        driver.verify_connectivity()  # at once, where a statement would be tried for a while
        server.ask("RETURN 1")
        yield server


def make_constraints(server: Server) -> None:
    """The constraints and indexes generated from the schema, online before this returns.

    DataError where what the server holds breaks one, BackendError where they do not come online.
    """
    (path,) = (content_folder("schema") / "generated").glob("*.cypher")
    for statement in path.read_text(encoding="utf-8").split(";"):
        lines = [line for line in statement.splitlines() if not line.startswith("//")]
        if text := "\n".join(lines).strip():
            server.order(text)
    await_indexes(server)


def await_indexes(server: Server) -> None:
    """Wait until every index answers. Raises BackendError where one cannot be filled."""
    end = time.monotonic() + ONLINE_WITHIN
    while waiting := _not_online(server):
        name, state = waiting[0]
        if state == "FAILED" or time.monotonic() > end:
            raise BackendError(
                f"the index {name} of Neo4j at {server.settings.place} is {state.lower()}",
                "look into the server's log; drop the index there and run the command again",
            )
        time.sleep(0.2)


def _not_online(server: Server) -> list[list[str]]:
    states = server.ask("SHOW INDEXES YIELD name, state RETURN name, state")
    return [pair for pair in states if pair[1] != "ONLINE"]
