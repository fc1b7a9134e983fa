"""JSON documents of any size, one element at a time, with the line on which each begins.

The standard decoder does the decoding; this module feeds it. A document that goes wrong cannot be
picked up again after the fault, so a fault ends the stream.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any

from emokg.sources.json_text import Decoder

CHUNK = 1 << 20
LONGEST = 1 << 26
_SPACE = " \t\r\n"


class BrokenJSON(ValueError):
    """The document stops being JSON at `line`."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Cursor:
    """A window on a JSON text that moves forward only."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")()
        self._decoder = Decoder()
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def peek(self) -> str:
        """The next character that is not space; "" at the end."""
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in _SPACE:
                    return character
                self._line += character == "\n"
                self._at += 1
            if not self._more(CHUNK):
                return ""

    def take(self, expected: str) -> None:
        """Step over one character, "" the end. Raises BrokenJSON when it is another."""
        found = self.peek()
        if found != expected:
            raise BrokenJSON(f"expected {_shown(expected)}, found {_shown(found)}", self._line)
        self._at += 1

    def value(self) -> tuple[int, Any]:
        """The line and the value of what comes next. Raises BrokenJSON."""
        self.peek()
        line, wanted = self._line, CHUNK
        while True:
            try:
                value, end = self._decoder.begin(self._text, self._at)
            except json.JSONDecodeError as error:
                fault = line + self._text.count("\n", self._at, error.pos)
                unread = len(self._text) - error.pos
                cut_off = unread < 4096 or error.msg.startswith("Unterminated string")
                if not cut_off or len(self._text) - self._at > LONGEST or not self._more(wanted):
                    raise BrokenJSON(error.msg, fault) from None
                wanted *= 2
                continue
            except ValueError as error:
                raise BrokenJSON(str(error), line) from None
            # a number that touches the end of the window may go on behind it
            if end == len(self._text) and self._more(wanted):
                continue
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            return line, value

    def _more(self, size: int) -> bool:
        if self._ended:
            return False
        data = self._file.read(size)
        self._ended = not data
        try:
            new = self._utf8.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise BrokenJSON(f"not UTF-8: {error.reason}", self._line) from None
        self._text = self._text[self._at :] + new
        self._at = 0
        return not self._ended or bool(new)


def _shown(character: str) -> str:
    return repr(character) if character else "the end of the file"


def array(cursor: Cursor) -> Iterator[tuple[int, Any]]:
    """The elements of the array that comes next, each with its line."""
    cursor.take("[")
    if cursor.peek() == "]":
        cursor.take("]")
        return
    while True:
        yield cursor.value()
        if cursor.peek() == "]":
            cursor.take("]")
            return
        cursor.take(",")


def objects(cursor: Cursor) -> Iterator[tuple[int, Any]]:
    """The objects that follow each other to the end, as in JSON Lines, each with its line."""
    while cursor.peek() == "{":
        yield cursor.value()


def members(cursor: Cursor) -> Iterator[tuple[str, int, Any]]:
    """Key, line and value of a top-level object; an array is given element by element."""
    cursor.take("{")
    if cursor.peek() == "}":
        return
    while True:
        line, key = cursor.value()
        if not isinstance(key, str):
            raise BrokenJSON("expected a key", line)
        cursor.take(":")
        if cursor.peek() == "[":
            for line, value in array(cursor):
                yield key, line, value
        else:
            line, value = cursor.value()
            yield key, line, value
        if cursor.peek() == "}":
            return
        cursor.take(",")
