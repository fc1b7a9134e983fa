"""A text that is no Cypher says what was expected; one that would change the graph is refused."""

from __future__ import annotations

import pytest

from emokg.cypher.parser import parse
from emokg.errors import CypherSyntaxError, CypherUnsupported


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("MATCH (i:Image RETURN i", 16, "expected"),
        ("MATCH (i:Image) RETURN i.id ORDER i.id", 35, "expected 'BY'"),
        ("RETURN 1 +", 11, "expected an expression"),
        ("RETURN {a 1}", 11, "expected ':'"),
        ("RETURN CASE 1 THEN 2 END", 15, "expected 'WHEN'"),
        ("RETURN 1 AS", 12, "a variable name"),
        ("RETURN 'unclosed", 8, "even number of non-escaped quotes"),
        ("RETURN 1 != 2", 10, "you probably meant to use '<>'"),
        ("RETURN 1;;", 10, "Invalid input ';'"),
    ],
)
def test_says_what_was_expected_and_where(text: str, column: int, words: str) -> None:
    with pytest.raises(CypherSyntaxError) as caught:
        parse(text)
    error = caught.value
    assert words in error.message
    assert (error.line, error.column, error.offset) == (1, column, column - 1)


def test_guesses_the_keyword() -> None:
    with pytest.raises(CypherSyntaxError) as caught:
        parse("MATCH (i:Image) RETRUN i")
    assert caught.value.hint == "Did you mean RETURN?"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CREATE (n:Image)", "CREATE"),
        ("MERGE (n:Image {id: 'x'})", "MERGE"),
        ("MATCH (n) SET n.a = 1", "SET"),
        ("MATCH (n) REMOVE n.a", "REMOVE"),
        ("MATCH (n) DETACH DELETE n", "DETACH DELETE"),
        ("MATCH (n) FOREACH (x IN [1] | SET n.a = x)", "FOREACH"),
        ("CREATE INDEX foo FOR (i:Image) ON (i.width)", "CREATE INDEX"),
        ("DROP CONSTRAINT c", "DROP CONSTRAINT"),
        ("LOAD CSV FROM 'file:///x.csv' AS row RETURN row", "LOAD CSV"),
        ("SHOW INDEXES", "SHOW INDEXES"),
        ("USE other MATCH (n) RETURN n", "USE"),
    ],
)
def test_refuses_by_name_and_says_what_to_do_instead(text: str, name: str) -> None:
    with pytest.raises(CypherUnsupported, match=f"^{name} is refused") as caught:
        parse(text)
    assert caught.value.hint
    assert caught.value.line == 1
