"""A Table gives values as a person expects them, and shows itself in each place it is shown."""

from __future__ import annotations

import json
import sys

import pyarrow as pa
import pytest

from emokg.errors import UsageError
from emokg.table import Table
from emokg.table_view import number, plain_text, rich_table

NODE = {
    "id": "emoset:fear_1",
    "labels": ["Image"],
    "properties": {"id": "emoset:fear_1", "uri": None},
}
STEP = {"type": "EVOKES", "start": "emoset:fear_1", "end": "fear", "properties": {"rank": 1}}
END = {"id": "fear", "labels": ["Emotion"], "properties": {"id": "fear", "uri": None}}


def test_absent_properties_are_left_out_of_a_node() -> None:
    (row,) = Table(pa.table({"i": [NODE]})).rows()
    assert row == {
        "i": {"id": "emoset:fear_1", "labels": ["Image"], "properties": {"id": "emoset:fear_1"}}
    }


def test_nodes_inside_lists_and_paths_lose_absent_properties_too() -> None:
    path = {"nodes": [NODE, END], "relationships": [STEP]}
    (row,) = Table(pa.table({"p": [path], "all": [[NODE, None]]})).rows()
    assert row["p"]["nodes"][1]["properties"] == {"id": "fear"}
    assert row["all"] == [
        {"id": "emoset:fear_1", "labels": ["Image"], "properties": {"id": "emoset:fear_1"}},
        None,
    ]


def test_a_null_node_is_none() -> None:
    table = pa.table({"i": pa.array([NODE, None])})
    assert Table(table).column("i")[1] is None


def test_json_columns_are_decoded() -> None:
    field = pa.field("mixed", pa.string(), metadata={"emokg": "json"})
    table = pa.table([pa.array([json.dumps([1, "a", None]), None])], schema=pa.schema([field]))
    assert Table(table).rows() == [{"mixed": [1, "a", None]}, {"mixed": None}]


def test_columns_of_one_name_keep_their_own_values() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "b"])
    assert Table(table).rows() == [{"a": 1, "b": 2}]


def test_a_missing_column_is_named_with_those_that_exist() -> None:
    with pytest.raises(KeyError, match="no column 'c'; there are a, b"):
        Table(pa.table({"a": [1], "b": [2]})).column("c")


def test_a_table_is_indexed_by_row_by_column_and_sliced() -> None:
    table = Table(pa.table({"a": [1, 2, 3], "n": [NODE, None, NODE]}), ("old",))
    assert table["a"] == [1, 2, 3]
    assert table[0] == table.rows()[0]
    assert table[-1]["a"] == 3
    assert len(table) == 3
    assert [row["a"] for row in table] == [1, 2, 3]
    assert table[1:].rows() == table.rows()[1:]
    assert table[::-2]["a"] == [3, 1]
    assert table[1:].notices == ("old",)
    with pytest.raises(IndexError, match="no row 3; there are 3"):
        table[3]
    with pytest.raises(IndexError, match="no row 0; there are 0"):
        table[:0][0]
    with pytest.raises(KeyError, match="no column 'c'"):
        table["c"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = [path for path in sys.path if not path.endswith("site-packages")]
    monkeypatch.setattr(sys, "path", without)
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(UsageError, match=f"{library} is not installed") as error:
        getattr(Table(pa.table({"a": [1]})), f"to_{library}")()
    assert error.value.hint == f"install it: pip install {library}"


def test_pandas_and_polars_get_the_same_values() -> None:
    table = Table(pa.table({"attribute": ["eerie", "dark"], "lift": [2.5, None]}))
    assert table.to_pandas()["attribute"].tolist() == ["eerie", "dark"]
    assert table.to_polars()["lift"].to_list() == [2.5, None]


def test_a_path_reads_along_its_arrows() -> None:
    path = {"nodes": [END, NODE], "relationships": [STEP]}
    shown = plain_text(Table(pa.table({"p": [path]})), limit=5)
    assert "(:Emotion fear)<-[:EVOKES]-(:Image emoset:fear_1)" in shown


def test_a_narrow_terminal_names_the_columns_it_cannot_show() -> None:
    table = Table(pa.table({"attribute": ["eerie"], "lift": [2.0], "q_value": [0.01]}))
    *_, caption = rich_table(table, None, width=24).renderables
    assert str(caption) == "too narrow for: q_value (--format csv has all)"


def test_a_long_table_says_how_much_is_shown() -> None:
    table = Table(pa.table({"n": list(range(30))}))
    assert "20 of 30 rows" in repr(table)
    assert "20 of 30 rows" in table._repr_html_()


def test_html_is_escaped() -> None:
    assert "&lt;b&gt;" in Table(pa.table({"x": ["<b>"]}))._repr_html_()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (1.0, "1.0"),
        (2.34567, "2.346"),
        (0.00012345, "1.23e-04"),
        (12345.678, "12345.7"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_numbers_show_four_significant_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_where_room_is_short_a_value_that_every_row_has_is_told_once() -> None:
    table = Table(pa.table({"attribute": ["dark", "eerie"], "total": [1295, 1295], "lift": [3, 7]}))
    drawn, caption = rich_table(table, None, width=22).renderables
    assert [str(column.header) for column in drawn.columns] == ["attribute", "lift"]
    assert str(caption) == "in every row: total 1295"
    (drawn,) = rich_table(table, None, width=80).renderables
    assert [str(column.header) for column in drawn.columns] == ["attribute", "total", "lift"]
