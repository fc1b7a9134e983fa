"""Compiling a text once, however often it is asked.

Pages and notebooks ask the same few texts again and again; compiling is a tenth to a third of what
a small one costs. The SQL may depend on the values of parameters, so they are part of what is
remembered; a text with a list or a map among them is compiled each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from emokg.cypher.compiling import Compiled, compile  # noqa: A004
from emokg.graph.model import GraphModel

_SIZE = 256
_Given = tuple[str, type, str, Any]


class Remembered:
    """The compiler for one model, and the texts it has compiled last."""

    def __init__(self, model: GraphModel) -> None:
        @lru_cache(_SIZE)
        def compiled(text: str, given: tuple[_Given, ...]) -> Compiled:
            return compile(text, model, {name: value for name, _, _, value in given})

        self._model = model
        self._compiled = compiled

    def compile(self, text: str, parameters: Mapping[str, Any]) -> Compiled:
        """Like `emokg.cypher.compile`, and with its errors."""
        if not all(isinstance(value, str | int | float | None) for value in parameters.values()):
            return compile(text, self._model, parameters)
        # 1, 1.0 and true are equal, as are 0.0 and -0.0
        given = ((name, type(value), repr(value), value) for name, value in parameters.items())
        return self._compiled(text, tuple(given))
