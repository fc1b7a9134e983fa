"""What the driver raises, as our errors: what happened, on which server, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    TransientError,
)

from emokg.errors import BackendError, DataError, EmoKGError
from emokg.graph.neo4j.settings import Settings

GO_ON = "run the command again when it is: what has arrived is not sent again"
NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
READ_ONLY = "ReadOnly"


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """BackendError for a server that cannot be reached or refuses us, DataError for a refused row.

    The driver has tried again by itself where that can help; what arrives here is final.
    """
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise _explained(error, settings) from None


def _explained(error: Neo4jError | DriverError, settings: Settings) -> EmoKGError:
    place, detail = settings.place, _detail(error)
    if isinstance(error, Neo4jError):
        return _refused(error, settings, detail)
    if isinstance(error, IncompleteCommit):
        return BackendError(
            f"the connection to Neo4j at {place} was cut while it was writing",
            "run the command again: it finds out what has arrived and sends the rest",
        )
    if isinstance(error, ConfigurationError):
        return BackendError(f"Neo4j at {place} cannot be asked: {detail}", "correct NEO4J_URI")
    return BackendError(f"Neo4j at {place} cannot be reached: {detail}", f"is it running? {GO_ON}")


def _refused(error: Neo4jError, settings: Settings, detail: str) -> EmoKGError:
    place, code = settings.place, error.code or ""
    if isinstance(error, AuthError):
        return BackendError(
            f"Neo4j at {place} does not let {settings.username!r} in: {detail}",
            "set NEO4J_USERNAME and NEO4J_PASSWORD",
        )
    if code == NO_DATABASE:
        return BackendError(
            f"Neo4j at {settings.uri} has no database {settings.database!r}",
            "name another with NEO4J_DATABASE or --database, or none for the server's own",
        )
    if isinstance(error, Forbidden) or READ_ONLY in code:
        return BackendError(
            f"Neo4j at {place} does not let {settings.username!r} do this: {detail}",
            "ask with a user who may do it, and a database that may be written",
        )
    if isinstance(error, TransientError):
        return BackendError(f"Neo4j at {place} is not ready: {detail}", GO_ON)
    if isinstance(error, ClientError):
        return DataError(
            f"Neo4j at {place} refused what was sent: {detail}",
            "another program may have written to this database: push into an empty one",
        )
    return BackendError(f"Neo4j at {place} failed: {detail}", "look into the server's log")


def _detail(error: Neo4jError | DriverError) -> str:
    text = error.message if isinstance(error, Neo4jError) else str(error)
    return " ".join((text or type(error).__name__).split())
