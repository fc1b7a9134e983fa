"""The standard JSON decoder, but a key that is given twice is found out instead of dropped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Repeated:
    """In place of a value in which an object has a key twice: which of the two counts?"""

    key: str


class Decoder:
    """Decodes one text after another."""

    def __init__(self) -> None:
        self._repeated: str | None = None
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object)

    def decode(self, text: str) -> Any:
        """The value of a whole text. ValueError, of which JSONDecodeError is one."""
        self._repeated = None
        return self._found(_nested_too_deep(self._decoder.decode, text))

    def begin(self, text: str, start: int) -> tuple[Any, int]:
        """The value that begins at `start`, and where it ends. ValueError."""
        self._repeated = None
        value, end = _nested_too_deep(self._decoder.raw_decode, text, start)
        return self._found(value), end

    def _found(self, value: Any) -> Any:
        return value if self._repeated is None else Repeated(self._repeated)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            keys = [key for key, _ in pairs]
            self._repeated = next(key for key in keys if keys.count(key) > 1)
        return made


def _nested_too_deep(work: Any, *given: Any) -> Any:
    try:
        return work(*given)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
