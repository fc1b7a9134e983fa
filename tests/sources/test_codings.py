"""Run-length masks bit for bit as COCO's own tools, and JSON of any size in any portions."""

from __future__ import annotations

import json
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as reference

from emokg.sources import json_stream, rle
from emokg.sources.json_stream import BrokenJSON, Cursor, array, members

MASKS = arrays(np.bool_, st.tuples(st.integers(1, 24), st.integers(1, 24)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(MASKS)
def test_a_mask_is_written_as_the_coco_api_writes_it(pixels: np.ndarray) -> None:
    height, width = pixels.shape
    counts = rle.from_pixels(pixels.flatten(order="F"))
    expected = reference.encode(np.asfortranarray(pixels.astype(np.uint8)))
    assert rle.to_text(counts) == expected["counts"].decode()
    assert rle.from_text(rle.to_text(counts)) == counts
    assert rle.area(counts) == pixels.sum()
    assert rle.is_whole(counts, height, width)


@given(st.lists(st.integers(0, 2**31), min_size=1))
def test_any_counts_come_back_from_their_text(counts: list[int]) -> None:
    assert rle.from_text(rle.to_text(counts)) == counts


@given(
    points=st.lists(st.tuples(st.floats(-5, 45), st.floats(-5, 45)), min_size=3, max_size=9),
    height=st.integers(1, 40),
    width=st.integers(1, 40),
)
def test_a_polygon_is_filled_as_the_coco_api_fills_it(
    points: list[tuple[float, float]], height: int, width: int
) -> None:
    flat = [coordinate for point in points for coordinate in point]
    (expected,) = reference.frPyObjects([flat], height, width)
    assert rle.to_text(rle.from_polygon(flat, height, width)) == expected["counts"].decode()


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_a_union_has_every_pixel_that_any_mask_has(
    height: int, width: int, data: st.DataObject
) -> None:
    masks = data.draw(st.lists(arrays(np.bool_, (height * width,)), min_size=1, max_size=4))
    union = rle.union([rle.from_pixels(mask) for mask in masks], height * width)
    assert union == rle.from_pixels(np.logical_or.reduce(masks))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("~", "does not occur"), ("\x1f", "does not occur"), ("P", "break off"), ("O", "negative")],
)
def test_a_text_that_is_no_mask_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        rle.from_text(text)


@pytest.fixture(params=[1, 7, 1 << 20])
def portions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(json_stream, "CHUNK", request.param)
    return request.param


def cursor(text: str) -> Cursor:
    return Cursor(BytesIO(text.encode()))


@given(st.lists(JSON), st.sampled_from([None, 1]))
def test_an_array_is_read_as_the_standard_decoder_reads_it(
    values: list[object], indent: int | None
) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=False)
    assert [value for _, value in array(cursor(text))] == values


def test_portions_do_not_matter(portions: int) -> None:
    values = [12345, "ü" * 9, {"a": [1.5, None]}, [], 6]
    text = json.dumps(values, ensure_ascii=False)
    assert [value for _, value in array(cursor(text))] == values
    assert list(array(cursor(" [ ] "))) == []


def test_every_element_knows_its_line(portions: int) -> None:
    text = '[\n1,\n\n{"a":\n2},\n3]'
    assert list(array(cursor(text))) == [(2, 1), (4, {"a": 2}), (6, 3)]


def test_an_object_gives_its_arrays_element_by_element(portions: int) -> None:
    text = '{"info": {"a": 1}, "images": [{"id": 1}, {"id": 2}], "none": [], "end": 3}'
    assert [(key, value) for key, _, value in members(cursor(text))] == [
        ("info", {"a": 1}),
        ("images", {"id": 1}),
        ("images", {"id": 2}),
        ("end", 3),
    ]
    assert list(members(cursor("{}"))) == []


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ('[{"a": 1},\n{bad}]', 2, "Expecting property name"),
        ('[{"a": 1},\n{"b": 2}', 2, "expected ',', found the end of the file"),
        ('[{"a": 1}\n\n{"b": 2}]', 3, "expected ',', found '{'"),
        ('[{"a":\n"unterminated', 2, "Unterminated string"),
        ("7", 1, "expected '\\[', found '7'"),
        ("", 1, "found the end of the file"),
    ],
)
def test_a_fault_is_found_on_its_line(portions: int, text: str, line: int, complaint: str) -> None:
    with pytest.raises(BrokenJSON, match=complaint) as error:
        list(array(cursor(text)))
    assert error.value.line == line


def test_a_fault_early_in_a_large_file_does_not_read_all_of_it() -> None:
    file = BytesIO(b'[{"a" 1},' + b'{"a": 1},' * 2_000_000)
    with pytest.raises(BrokenJSON):
        list(array(Cursor(file)))
    assert file.tell() < 5_000_000


def test_keys_of_an_object_are_texts() -> None:
    with pytest.raises(BrokenJSON, match="expected a key"):
        list(members(cursor("{1: 2}")))
