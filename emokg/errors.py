"""Every error EmoKG raises on purpose. Each says what happened, to which thing, and what to do.

EmoKGError                       exit code
├── UsageError                   2   the command or call was wrong
│   ├── CypherError              2   a Cypher text is wrong (line, column, suggestion)
│   │   ├── CypherSyntaxError
│   │   ├── CypherSemanticError  names, scopes, types, aggregation
│   │   └── CypherUnsupported    valid Cypher that this engine refuses by name
│   ├── SparqlError              a SPARQL text is wrong (line, column)
│   ├── MissingParameter         a question or text needs a value that was not given
│   └── UnknownName              a question, space, source or emotion that does not exist
├── DataError                    3   the data is wrong, missing, stale or damaged
│   ├── RejectedRows             rejects under --strict
│   ├── DamagedFile              truncated or altered; says which command repairs it
│   ├── CypherRuntimeError       the query met a value it cannot work with
│   └── LimitExceeded            a row cap or a time limit bit
├── BackendError                 4   a server or engine could not be reached
├── BudgetError                  5   a budget or rate limit was hit
└── AuditFailed                  6   a check that was asked for did not pass
"""

from __future__ import annotations


class EmoKGError(Exception):
    """Base of the tree. `message` says what happened to which thing; `hint` says what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n{self.hint}"


class UsageError(EmoKGError):
    """The command or call was wrong."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that does not exist: a question, a DES space, a source, an emotion."""


class CypherError(UsageError):
    """A Cypher text that cannot be run. Position is 1-based, as in Neo4j's messages."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        line: int | None = None,
        column: int | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column
        self.offset = offset


class CypherSyntaxError(CypherError):
    """The text is not Cypher."""


class CypherSemanticError(CypherError):
    """The text is Cypher, but a name, scope, type or aggregation in it is wrong."""


class CypherUnsupported(CypherError):
    """Valid Cypher that this engine refuses by name rather than answer differently."""


class SparqlError(UsageError):
    """A SPARQL text that cannot be asked. Position is 1-based, None where it is not known."""

    def __init__(
        self, message: str, hint: str | None = None, *, line: int | None, column: int | None
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class MissingParameter(UsageError):
    """A parameter without a value. `name` is how it is given: `name=…`."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message, f"give it a value: {name}=VALUE")
        self.name = name


class DataError(EmoKGError):
    """The data is wrong, missing, stale or damaged."""

    exit_code = 3


class RejectedRows(DataError):
    """Rows were rejected and the caller asked for none to be."""


class DamagedFile(DataError):
    """A file is truncated or altered. The hint names the command that repairs it."""


class CypherRuntimeError(DataError):
    """A query met a value it cannot work with (division by zero, overflow, a wrong type)."""


class LimitExceeded(DataError):
    """A row cap or a time limit bit before the answer was complete."""


class BackendError(EmoKGError):
    """A server or engine could not be reached."""

    exit_code = 4


class BudgetError(EmoKGError):
    """A budget or a rate limit was hit."""

    exit_code = 5


class AuditFailed(EmoKGError):
    """A check that was asked for did not pass."""

    exit_code = 6
