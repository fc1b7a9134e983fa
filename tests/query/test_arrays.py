"""Columns of numbers keep their values and their nulls on the way between Arrow and numpy."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from emokg.query.arrays import doubles, floats, integers, numbers


@pytest.mark.parametrize("kind", [pa.int32(), pa.int64(), pa.float64()])
def test_values_come_as_they_are(kind: pa.DataType) -> None:
    column = pa.chunked_array([pa.array([1, 2], kind), pa.array([3], kind)])
    assert numbers(column).tolist() == [1, 2, 3]
    assert numbers(pa.array(range(20), kind)[11:14]).tolist() == [11, 12, 13]


def test_nulls_are_what_is_asked_for() -> None:
    column = pa.array([None, 1, None, 3] * 5, pa.int32())
    assert numbers(column[3:7], null=-1).tolist() == [3, -1, 1, -1]
    assert np.array_equal(doubles(column[:2]), [np.nan, 1.0], equal_nan=True)


@pytest.mark.parametrize("kind", [pa.int64(), pa.float64()])
def test_no_rows(kind: pa.DataType) -> None:
    assert len(numbers(pa.chunked_array([], kind))) == 0
    assert len(doubles(pa.array([], kind))) == 0


def test_what_is_no_number_is_null_in_arrow() -> None:
    values = np.array([1.5, np.nan, np.inf, -2.0] * 5)
    assert floats(values).to_pylist() == [1.5, None, None, -2.0] * 5
    assert integers(np.array([1.0, 2.0])).to_pylist() == [1, 2]


def test_pandas_is_not_imported() -> None:
    text = (
        "import sys, numpy as np, pyarrow as pa\n"
        "from emokg.query.arrays import doubles, floats, integers\n"
        "column = floats(np.array([1.0, np.nan]))\n"
        "doubles(column.take(integers(np.array([0]))))\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", text], check=False).returncode == 0
