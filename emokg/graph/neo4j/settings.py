"""Which server, which database, and who asks: the usual NEO4J_* variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from emokg.errors import UsageError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
"""What the driver speaks Bolt over; `+s` is TLS, `+ssc` TLS with a self-signed certificate."""


@dataclass(frozen=True)
class Settings:
    """Without a password the server is asked without logging in; without a database, its own."""

    uri: str
    username: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    database: str | None = None

    @classmethod
    def of(
        cls,
        uri: str | None = None,
        database: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Self:
        """What is given, else NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.

        UsageError where no server is named, or by an address that is not Bolt's.
        """
        address = uri or environment.get("NEO4J_URI")
        if not address:
            raise UsageError(
                "no Neo4j server is named",
                "set NEO4J_URI or give --uri, as neo4j://localhost:7687",
            )
        scheme, separator, _ = address.partition("://")
        if not separator or scheme not in SCHEMES:
            raise UsageError(
                f"{address} is not the address of a Neo4j server",
                f"begin it with one of {', '.join(f'{name}://' for name in SCHEMES)}",
            )
        return cls(
            address,
            environment.get("NEO4J_USERNAME") or "neo4j",
            environment.get("NEO4J_PASSWORD"),
            database or environment.get("NEO4J_DATABASE") or None,
        )

    @property
    def place(self) -> str:
        """The server and database, for messages."""
        return f"{self.uri}, database {self.database}" if self.database else self.uri
