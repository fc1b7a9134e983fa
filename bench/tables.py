"""From a draw to the Arrow tables of the records, a column at a time, no Python loop over rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bench import phrases
from bench.masks import MASKS, SIZES
from bench.sampling import SOURCES, Drawn, Ints, Sizes
from emokg.records import SCHEMAS, TableName
from emokg.taxonomy import CES

LICENSES = ("mit", "cc-by-4.0", "cc-by-nc-4.0", "cc0", "cc-by-4.0", "research only")
ANNOTATORS = ("claude-sonnet-4.6", "qwen2.5-vl-7b")
CREATED = 1_760_000_000_000_000
"""Microseconds since 1970 of the first annotation."""


def tables(drawn: Drawn, sizes: Sizes, rng: np.random.Generator) -> dict[TableName, pa.Table]:
    """Every record table, each of its schema."""
    images = _image_ids(drawn)
    annotations = np.repeat(np.flatnonzero(drawn.annotated), len(ANNOTATORS))
    annotation_ids = _joined(images.take(annotations), _numbers(annotations, len(ANNOTATORS)), "#a")
    triplets = _triplets(drawn, sizes, images, annotations, annotation_ids)
    return {
        "sources": _sources(),
        "images": _images(drawn, images, rng),
        "annotations": _annotations(images, annotations, annotation_ids, rng),
        "triplets": triplets,
        "regions": _regions(drawn, triplets, images, rng),
        "emotions": _emotions(drawn, images, annotations, annotation_ids, rng),
        "verdicts": _verdicts(annotation_ids, rng),
    }


def _table(table: TableName, /, **columns: Any) -> pa.Table:
    schema = SCHEMAS[table]
    rows = len(next(iter(columns.values())))
    arrays = [
        pa.nulls(rows, field.type)
        if field.name not in columns
        else pa.array(columns[field.name]).cast(field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _coded(codes: Ints, words: Any) -> pa.Array:
    """Words by number; null where the number is negative."""
    indices = pa.array(codes, mask=codes < 0)
    return pa.array(words, pa.string()).take(indices)


def _joined(*parts: Any) -> pa.Array:
    """Texts put together; the last argument is the separator."""
    return pc.binary_join_element_wise(*parts)


def _texts(numbers: Ints) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def _numbers(owners: Ints, repeat: int) -> pa.Array:
    return _texts(np.arange(len(owners)) % repeat)


def _image_ids(drawn: Drawn) -> pa.Array:
    number = pc.utf8_lpad(_texts(np.arange(len(drawn.source))), 6, "0")
    own = _joined(_coded(drawn.emotion, CES), number, "_")
    return _joined(_coded(drawn.source, SOURCES), own, ":")


def _sources() -> pa.Table:
    return _table(
        "sources",
        id=list(SOURCES),
        name=[f"{name} (generated)" for name in SOURCES],
        license=list(LICENSES),
        origin=["generated" if name == "aigc" else "natural" for name in SOURCES],
    )


def _images(drawn: Drawn, ids: pa.Array, rng: np.random.Generator) -> pa.Table:
    count = len(ids)
    size = np.array(SIZES)[np.arange(count) % len(SIZES)]
    confidence = np.round(rng.beta(8, 2, count), 3)
    generated = drawn.source == SOURCES.index("aigc")
    hexadecimal = _hexadecimal(rng.bytes(32 * count), 64)
    split = np.where(drawn.source == 0, rng.choice(3, count, p=(0.8, 0.05, 0.15)), -1)
    return _table(
        "images",
        id=ids,
        source=_coded(drawn.source, SOURCES),
        uri=_joined(pc.replace_substring(ids, ":", "/"), pa.scalar("jpg"), "."),
        width=size[:, 0],
        height=size[:, 1],
        sha256=pc.if_else(pa.array(generated), hexadecimal, None),
        phash=pc.utf8_slice_codeunits(hexadecimal, 0, 16),
        license=_coded(drawn.source, LICENSES),
        origin=_coded(generated.astype(np.int64), ["natural", "generated"]),
        confidence=confidence,
        confidence_raw=np.round(confidence * 10, 2),
        confidence_min=np.zeros(count),
        confidence_max=np.full(count, 10.0),
        prompt=pc.if_else(
            pa.array(generated),
            _joined(pa.scalar("a scene of"), _coded(drawn.emotion, CES), " "),
            None,
        ),
        split=_coded(split, ["train", "val", "test"]),
    )


def _hexadecimal(data: bytes, width: int) -> pa.Array:
    text = data.hex().encode()
    offsets = np.arange(0, len(text) + 1, width, dtype=np.int32)
    return pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(text))


def _annotations(
    images: pa.Array, owners: Ints, ids: pa.Array, rng: np.random.Generator
) -> pa.Table:
    count = len(owners)
    annotator = _coded(np.arange(count) % len(ANNOTATORS), ANNOTATORS)
    return _table(
        "annotations",
        id=ids,
        image=images.take(owners),
        annotator=annotator,
        annotator_kind=pa.repeat("model", count),
        dataset=pa.repeat("bench", count),
        description=_joined(annotator, pa.scalar("saw this in image"), _texts(owners), " "),
        prompt_hash=pa.repeat("0" * 16, count),
        cost=np.round(rng.gamma(2, 0.001, count), 6),
        created=pa.array(CREATED + np.arange(count) * 1_000_000, pa.timestamp("us", tz="UTC")),
        confidence=np.round(rng.beta(6, 3, count), 3),
    )


def _triplets(
    drawn: Drawn, sizes: Sizes, images: pa.Array, annotations: Ints, annotation_ids: pa.Array
) -> pa.Table:
    first = np.full(len(images), -1)
    first[annotations[::-1]] = np.arange(len(annotations))[::-1]
    image = images.take(drawn.owner)
    background = _coded(drawn.background, phrases.backgrounds(sizes.backgrounds)[0])
    attribute = _coded(drawn.attribute, phrases.attributes(sizes.attributes)[0])
    subject = _coded(drawn.subject, phrases.subjects(sizes.subjects)[0])
    return _table(
        "triplets",
        id=_joined(image, _texts(drawn.position), "#t"),
        image=image,
        annotation=_coded(first[drawn.owner], annotation_ids),
        background=background,
        attribute=attribute,
        subject=subject,
        background_text=background,
        attribute_text=pc.utf8_capitalize(attribute),
        subject_text=subject,
        position=drawn.position,
    )


def _regions(
    drawn: Drawn, triplets: pa.Table, images: pa.Array, rng: np.random.Generator
) -> pa.Table:
    chosen = np.flatnonzero(rng.random(len(drawn.owner)) < 0.08)
    rows = triplets.take(chosen)
    size = drawn.owner[chosen] % len(SIZES)
    kind = size * MASKS.per_size + rng.integers(MASKS.per_size, size=len(chosen))
    box = MASKS.boxes[kind].astype(float)
    masked = np.where(rng.random(len(chosen)) < 0.8, kind, -1)
    have = pa.array(masked >= 0)
    return _table(
        "regions",
        id=_joined(rows["id"].combine_chunks(), pa.scalar("r0"), "#"),
        image=images.take(drawn.owner[chosen]),
        triplet=rows["id"].combine_chunks(),
        subject=rows["subject"].combine_chunks(),
        x1=box[:, 0],
        y1=box[:, 1],
        x2=box[:, 2],
        y2=box[:, 3],
        score=np.round(rng.beta(5, 2, len(chosen)), 3),
        mask_rle=_coded(masked, MASKS.counts),
        mask_width=pc.if_else(have, np.array(SIZES)[size, 0], None),
        mask_height=pc.if_else(have, np.array(SIZES)[size, 1], None),
        area=(box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]),
        predicted_iou=pc.if_else(have, np.round(rng.beta(9, 1, len(chosen)), 3), None),
    )


def _emotions(
    drawn: Drawn,
    images: pa.Array,
    owners: Ints,
    annotation_ids: pa.Array,
    rng: np.random.Generator,
) -> pa.Table:
    own = np.flatnonzero(drawn.labelled)
    labels = _table(
        "emotions",
        image=images.take(own),
        emotion=_coded(drawn.emotion[own], CES),
        probability=np.ones(len(own)),
    )
    agrees = rng.random(len(owners)) < 0.6
    first = np.where(agrees, drawn.emotion[owners], rng.integers(len(CES), size=len(owners)))
    second = (first + rng.integers(1, len(CES), size=len(owners))) % len(CES)
    share = np.round(rng.uniform(0.5, 1.0, len(owners)), 2)
    votes = [
        _votes(images, owners, annotation_ids, emotion, probability)
        for emotion, probability in ((first, share), (second, np.round(1 - share, 2)))
    ]
    return pa.concat_tables([labels, *votes])


def _votes(
    images: pa.Array,
    owners: Ints,
    annotation_ids: pa.Array,
    emotion: Ints,
    probability: NDArray[np.float64],
) -> pa.Table:
    said = np.flatnonzero(probability > 0)
    return _table(
        "emotions",
        image=images.take(owners[said]),
        annotation=annotation_ids.take(said),
        emotion=_coded(emotion[said], CES),
        probability=probability[said],
    )


def _verdicts(annotation_ids: pa.Array, rng: np.random.Generator) -> pa.Table:
    judged = np.flatnonzero(rng.random(len(annotation_ids)) < 0.2)
    ids = annotation_ids.take(judged)
    decision = rng.choice(3, len(judged), p=(0.8, 0.12, 0.08))
    return _table(
        "verdicts",
        id=_joined(ids, pa.scalar("v0"), "#"),
        annotation=ids,
        judge=pa.repeat("critic-7b", len(judged)),
        kind=pa.repeat("critic", len(judged)),
        decision=_coded(decision, ["valid", "revise", "discard"]),
        reason=_coded(np.where(decision > 0, 0, -1), ["the subject is not in the picture"]),
    )
