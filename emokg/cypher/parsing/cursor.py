"""A place in the tokens of a text: what stands here, stepping on, and saying what was expected.

Nothing is recorded while a text parses. When it does not, it is parsed once more by a cursor that
remembers what was asked for at the place of the failure: that is what could have stood there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from emokg.cypher import tree
from emokg.cypher.parsing.brackets import Bracket, brackets
from emokg.cypher.parsing.lexer import Lexeme, Token
from emokg.cypher.parsing.literals import quoted_name
from emokg.cypher.parsing.position import located
from emokg.errors import CypherError, CypherSyntaxError

MAX_NESTING = 60
"""Brackets and subqueries inside one another; later stages walk the tree recursively."""

_T = TypeVar("_T")


class SyntaxFailure(Exception):
    """The text does not go on as it must, at the token with this index."""

    def __init__(self, index: int) -> None:
        self.index = index


class Cursor:
    """Where the parser is. `word` is the current token's keyword or symbol, always up to date."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self.text = text
        self.tokens = found
        self.index = 0
        self.word = found[0].word
        self.brackets: dict[int, Bracket] = brackets(found)
        self.bar: int | None = None
        self._nesting = 0

    # --- looking

    @property
    def token(self) -> Token:
        """The current token."""
        return self.tokens[self.index]

    def ahead(self, count: int) -> Token:
        """The token `count` further on, or the end."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def at(self, *words: str) -> bool:
        """Whether one of these keywords or symbols stands here."""
        return self.word in words

    def at_all(self, *words: str) -> bool:
        """Whether these stand here in a row."""
        return all(self.ahead(i).word == word for i, word in enumerate(words))

    def is_name(self, count: int = 0) -> bool:
        """Whether a name, quoted or not, stands here."""
        kind = self.ahead(count).kind
        return kind is Lexeme.NAME or kind is Lexeme.QUOTED

    # --- stepping

    def step(self, count: int = 1) -> None:
        """Go on by so many tokens."""
        self.index += count
        self.word = self.tokens[self.index].word

    def take(self, *words: str) -> bool:
        """Step over these words in a row, if they stand here."""
        if self.word != words[0] or not self.at_all(*words):
            return False
        self.step(len(words))
        return True

    def need(self, *words: str) -> None:
        """Step over these words, which must stand here."""
        for word in words:
            if not self.take(word):
                raise self.failure()

    def name(self, what: str) -> str:
        """Step over a name; `what` says in a message whose name."""
        token = self.token
        if token.kind is Lexeme.NAME:
            self.step()
            return token.text
        if token.kind is Lexeme.QUOTED:
            self.step()
            return quoted_name(token)
        raise self.failure(what)

    def separated(self, item: Callable[[Cursor], _T]) -> tuple[_T, ...]:
        """One or more items with commas between."""
        found = [item(self)]
        while self.take(","):
            found.append(item(self))
        return tuple(found)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One bracket further in."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self.error(
                CypherSyntaxError,
                self.token.start,
                f"The query is nested too deeply: more than {MAX_NESTING} levels",
                "Bind the inner parts to names in a WITH first.",
            )
        yield
        self._nesting -= 1

    def span(self, start: int) -> tree.Span:
        """From an offset to the end of the token just passed."""
        return tree.Span(start, self.tokens[self.index - 1].end)

    # --- failing

    def expect(self, what: str) -> None:
        """Say that `what` could stand here."""

    def failure(self, *what: str) -> SyntaxFailure:
        """To be raised where the text cannot go on; `what` could have stood here."""
        for name in what:
            self.expect(name)
        return SyntaxFailure(self.index)

    def error(
        self, kind: type[CypherError], offset: int, message: str, hint: str | None = None
    ) -> CypherError:
        """An error that shows its place in the text."""
        return located(kind, self.text, offset, message, hint)


class RecordingCursor(Cursor):
    """Remembers what was asked for at the token where the first parse failed."""

    def __init__(self, text: str, found: list[Token], failed: int) -> None:
        super().__init__(text, found)
        self._failed = failed
        self.expected: set[str] = set()

    def at(self, *words: str) -> bool:
        """As `Cursor.at`, remembering."""
        if self.index == self._failed:
            self.expected.update(f"'{word}'" for word in words)
        return super().at(*words)

    def take(self, *words: str) -> bool:
        """As `Cursor.take`, remembering."""
        if self.index == self._failed:
            self.expected.add(f"'{' '.join(words)}'")
        return super().take(*words)

    def expect(self, what: str) -> None:
        """As `Cursor.expect`, remembering."""
        if self.index == self._failed:
            self.expected.add(what)
