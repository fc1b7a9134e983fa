"""A record that exists is valid, and every table holds exactly its model's fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from emokg.records import (
    KEYS,
    RECORDS,
    SCHEMAS,
    TABLES,
    Annotation,
    Emotion,
    Image,
    Region,
    Triplet,
    to_arrow,
)
from emokg.taxonomy import CES


def test_a_table_has_the_columns_of_its_record_in_order() -> None:
    for table in TABLES:
        assert set(SCHEMAS[table].names) == set(RECORDS[table].model_fields)
    assert SCHEMAS["emotions"].names == ["image", "annotation", "emotion", "probability"]
    assert SCHEMAS["regions"].names[:4] == ["id", "image", "triplet", "subject"]
    assert SCHEMAS["annotations"].field("created").type == pa.timestamp("us", tz="UTC")


def test_a_column_is_required_exactly_where_the_record_requires_it() -> None:
    for table in TABLES:
        for name, field in RECORDS[table].model_fields.items():
            assert SCHEMAS[table].field(name).nullable != field.is_required(), (table, name)


def test_the_key_of_a_vote_is_image_annotation_and_emotion() -> None:
    assert KEYS["emotions"] == ("image", "annotation", "emotion")
    assert KEYS["images"] == ("id",)


def test_records_come_back_from_a_table_as_they_were() -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    annotation = Annotation(
        id="a",
        image="emoset:x",
        annotator="m",
        annotator_kind="model",
        dataset="d",
        created=when,
        cost=0.5,
    )
    table = to_arrow("annotations", [annotation])
    assert Annotation(**table.to_pylist()[0]) == annotation


@pytest.mark.parametrize(
    ("record", "values", "complaint"),
    [
        (Image, {"id": "Emoset:x", "source": "emoset"}, "lower case"),
        (Image, {"id": "x", "source": "emoset"}, "source:own-id"),
        (Image, {"id": "emoset: x", "source": "emoset"}, "source:own-id"),
        (Image, {"id": "a:b", "source": "a", "width": 0}, "greater than 0"),
        (Image, {"id": "a:b", "source": "a", "width": "640"}, "valid integer"),
        (Image, {"id": "a:b", "source": "a", "confidence": 1.5}, "less than or equal to 1"),
        (Image, {"id": "a:b", "source": "a", "confidence_raw": 3.0}, "needs its scale"),
        (
            Image,
            {
                "id": "a:b",
                "source": "a",
                "confidence_raw": 11.0,
                "confidence_min": 1.0,
                "confidence_max": 10.0,
            },
            "outside 1.0 to 10.0",
        ),
        (Image, {"id": "a:b", "source": "a", "colour": "red"}, "Extra inputs"),
        (Emotion, {"image": "a:b", "emotion": "Joy", "probability": 1.0}, "unknown emotion"),
        (Emotion, {"image": "a:b", "emotion": "awe", "probability": float("nan")}, "finite"),
        (Triplet, {"id": "t", "image": "a:b"}, "needs a background"),
        (Triplet, {"id": "t", "image": "a:b", "attribute": "Dark "}, "not a normalised phrase"),
        (
            Region,
            {"id": "r", "image": "a:b", "x1": 5.0, "y1": 0.0, "x2": 5.0, "y2": 9.0},
            "empty or inverted",
        ),
        (
            Region,
            {"id": "r", "image": "a:b", "x1": -1.0, "y1": 0.0, "x2": 5.0, "y2": 9.0},
            "greater than or equal to 0",
        ),
        (
            Region,
            {
                "id": "r",
                "image": "a:b",
                "x1": 0.0,
                "y1": 0.0,
                "x2": 5.0,
                "y2": 9.0,
                "mask_rle": "0",
            },
            "a mask needs",
        ),
    ],
)
def test_a_wrong_value_makes_no_record(
    record: type[Any], values: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValidationError, match=complaint):
        record(**values)


@given(
    image=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}:[a-z0-9_/#-]{1,12}", fullmatch=True),
    emotion=st.sampled_from(CES),
    probability=st.floats(0, 1),
)
def test_any_vote_goes_through_arrow_unchanged(
    image: str, emotion: str, probability: float
) -> None:
    vote = Emotion(image=image, emotion=emotion, probability=probability)
    assert Emotion(**to_arrow("emotions", [vote]).to_pylist()[0]) == vote


@given(
    corners=st.tuples(*[st.floats(0, 1e6)] * 4),
)
def test_a_region_exists_exactly_where_its_box_has_extent(
    corners: tuple[float, float, float, float],
) -> None:
    x1, y1, x2, y2 = corners
    if x1 < x2 and y1 < y2:
        region = Region(id="r", image="a:b", x1=x1, y1=y1, x2=x2, y2=y2)
        assert Region(**to_arrow("regions", [region]).to_pylist()[0]) == region
    else:
        with pytest.raises(ValidationError):
            Region(id="r", image="a:b", x1=x1, y1=y1, x2=x2, y2=y2)
