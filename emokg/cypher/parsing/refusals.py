"""Valid Cypher that changes data, schema or server, and is refused by name wherever it stands."""

from __future__ import annotations

from typing import NoReturn

from emokg.cypher.parsing.cursor import Cursor
from emokg.cypher.parsing.lexer import Lexeme
from emokg.errors import CypherUnsupported

_WRITES = {
    "CREATE": "CREATE",
    "INSERT": "INSERT",
    "MERGE": "MERGE",
    "SET": "SET",
    "REMOVE": "REMOVE",
    "DELETE": "DELETE",
    "DETACH": "DETACH DELETE",
    "NODETACH": "NODETACH DELETE",
    "FOREACH": "FOREACH",
}
REFUSED = frozenset((*_WRITES, "LOAD", "USE"))
"""Words that begin a clause that is never run."""

_SCHEMA = (
    "INDEX",
    "CONSTRAINT",
    "RANGE",
    "TEXT",
    "POINT",
    "VECTOR",
    "LOOKUP",
    "FULLTEXT",
    "BTREE",
)
_ADMINISTRATION = (
    "ALTER",
    "CREATE",
    "DEALLOCATE",
    "DENY",
    "DROP",
    "DRYRUN",
    "ENABLE",
    "GRANT",
    "REALLOCATE",
    "RENAME",
    "REVOKE",
    "SHOW",
    "START",
    "STOP",
    "TERMINATE",
)
_READ_ONLY = "the graph is a read-only snapshot of the records"
_CHANGE = "Change the records with `emokg ingest`, then run `emokg graph build`."
_INSPECT = "`emokg graph check` describes the graph; `emokg doctor` what is installed."


def refuse_clause(cursor: Cursor) -> None:
    """Raise CypherUnsupported if a clause stands here that does more than read."""
    word = cursor.word
    if word == "CREATE" and cursor.ahead(1).kind is Lexeme.NAME and not _is_pattern(cursor):
        _refuse_command(cursor)
    if word in _WRITES:
        _refuse(cursor, f"{_WRITES[word]} is refused: {_READ_ONLY}", _CHANGE)
    if word == "LOAD" and cursor.ahead(1).word == "CSV":
        _refuse(
            cursor,
            "LOAD CSV is refused: a query reads nothing but the graph",
            "Bring the file in with `emokg ingest`, then run `emokg graph build`.",
        )
    if word == "USE":
        _refuse(
            cursor,
            "USE is refused: a workspace holds one graph",
            "Choose the workspace with `emokg -w DIR`.",
        )


def refuse_command(cursor: Cursor) -> None:
    """Raise CypherUnsupported if the text is a schema or administration command."""
    if cursor.word in _ADMINISTRATION and cursor.ahead(1).kind is Lexeme.NAME:
        if cursor.word == "CREATE" and _is_pattern(cursor):
            return
        _refuse_command(cursor)


def refuse_transactions(cursor: Cursor) -> None:
    """Raise CypherUnsupported for `CALL { … } IN TRANSACTIONS`."""
    if cursor.at("IN"):
        _refuse(
            cursor,
            "CALL { … } IN TRANSACTIONS is refused: " + _READ_ONLY,
            "Leave IN TRANSACTIONS out: a reading query needs none.",
        )


def refuse_hint(cursor: Cursor) -> None:
    """Raise CypherUnsupported for a planner hint."""
    if cursor.at("USING"):
        _refuse(
            cursor,
            f"USING {cursor.ahead(1).text} is not supported: the engine plans by itself",
            "Leave it out: a planner hint never changes an answer.",
        )


def refuse_match_mode(cursor: Cursor) -> None:
    """Raise CypherUnsupported for the words after MATCH that Neo4j 5.26 does not know yet."""
    noun = cursor.ahead(1).word
    if cursor.at("REPEATABLE") and noun in ("ELEMENT", "ELEMENTS"):
        _refuse(
            cursor,
            "REPEATABLE ELEMENTS is not supported: relationships are unique within one MATCH",
            "Write the parts that may share a relationship as MATCH clauses of their own.",
        )
    if cursor.at("DIFFERENT") and noun in ("RELATIONSHIP", "RELATIONSHIPS"):
        _refuse(
            cursor,
            "DIFFERENT RELATIONSHIPS is not supported",
            "Leave it out: relationships are unique within one MATCH anyway.",
        )


def _is_pattern(cursor: Cursor) -> bool:
    """`CREATE p = (…)`, `CREATE shortestPath(…)`."""
    return cursor.ahead(2).word in ("=", "(")


def _refuse_command(cursor: Cursor) -> NoReturn:
    words = [cursor.word]
    while cursor.ahead(len(words)).kind is Lexeme.NAME and len(words) < 2:
        words.append(cursor.ahead(len(words)).word)
    name = " ".join(words)
    if name.startswith("SHOW"):
        _refuse(cursor, f"{name} is refused: only questions to the graph are answered", _INSPECT)
    if words[-1] in _SCHEMA:
        _refuse(cursor, f"{name} is refused: {_READ_ONLY}", "Its schema and indexes are built in.")
    _refuse(
        cursor,
        f"{name} is refused: there is no server to administer",
        "Administrative commands go to a Neo4j server.",
    )


def _refuse(cursor: Cursor, message: str, hint: str) -> NoReturn:
    raise cursor.error(CypherUnsupported, cursor.token.start, message, hint)
