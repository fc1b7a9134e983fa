"""A text that was asked before is not compiled again, and never answers for other values."""

from __future__ import annotations

import math

import pytest

from emokg.cypher.remembered import Remembered
from emokg.errors import CypherError
from emokg.graph.model import emokg_model

TEXT = "RETURN $value AS value"


@pytest.fixture
def compiler() -> Remembered:
    return Remembered(emokg_model())


def test_the_same_text_and_values_are_compiled_once(compiler: Remembered) -> None:
    assert compiler.compile(TEXT, {"value": 1}) is compiler.compile(TEXT, {"value": 1})


@pytest.mark.parametrize("other", [1.0, True, "1", 2, None])
def test_another_value_or_type_is_another_text(compiler: Remembered, other: object) -> None:
    first = compiler.compile(TEXT, {"value": 1})
    second = compiler.compile(TEXT, {"value": other})
    assert second is not first
    assert repr(list(second.parameters.values())) != repr(list(first.parameters.values()))


def test_zero_keeps_its_sign(compiler: Remembered) -> None:
    compiler.compile(TEXT, {"value": 0.0})
    (value,) = compiler.compile(TEXT, {"value": -0.0}).parameters.values()
    assert math.copysign(1, value) == -1


def test_a_list_that_changed_is_read_anew(compiler: Remembered) -> None:
    given = [1, 2]
    first = compiler.compile(TEXT, {"value": given})
    given.append(3)
    assert first.parameters != compiler.compile(TEXT, {"value": given}).parameters


def test_an_error_comes_each_time(compiler: Remembered) -> None:
    for _ in range(2):
        with pytest.raises(CypherError, match="not defined"):
            compiler.compile("RETURN x", {})
