"""The reader `split-lists`: lists of images, one a split, and an annotation file an image.

The layout of EmoSet-118K, as its authors' loader reads it: `info.json` holds the labels of every
field; a row of `train.json` is [label, id, image, annotation]; fields that do not apply are absent
from an annotation. Each attribute and each object becomes a triplet of its own with the scene as
background: EmoSet does not say which attribute belongs to which object.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from emokg.errors import DataError
from emokg.records import Emotion, Image, Triplet
from emokg.sources import values as v
from emokg.sources.bundle import Bundle, Reading, image_id
from emokg.sources.description import SplitListsSource
from emokg.sources.json_stream import BrokenJSON, Cursor, array
from emokg.sources.pictures import look
from emokg.sources.reject import Reject, Unfit

Vocabulary = Mapping[str, frozenset[str]]


def read(source: SplitListsSource, folder: Path) -> Reading:
    """Open a folder of this layout. Raises DataError when its vocabulary cannot be read."""
    lists = {split: folder / name for split, name in source.splits.items()}
    present = {split: path for split, path in lists.items() if path.is_file()}
    vocabulary = _vocabulary(folder / source.vocabulary)
    return Reading(tuple(present.values()), _bundles(source, folder, present, vocabulary))


def _vocabulary(path: Path) -> Vocabulary:
    try:
        document = json.loads(path.read_bytes())
        return {field: frozenset(entry["label2idx"]) for field, entry in document.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise DataError(
            f"{path} is not a list of labels: {error}",
            "it maps each field to an object with label2idx; get the file again",
        ) from None


def _bundles(
    source: SplitListsSource, folder: Path, lists: Mapping[str, Path], vocabulary: Vocabulary
) -> Iterator[Bundle | Reject]:
    for split, path in lists.items():
        with path.open("rb") as file:
            try:
                for line, entry in array(Cursor(file)):
                    yield _bundle(source, folder, (path, line, split), entry, vocabulary)
            except BrokenJSON as error:
                reason = f"undecodable JSON: {error}; the rest of the file was not read"
                yield Reject(str(path), error.line, None, None, None, reason)


def _bundle(
    source: SplitListsSource,
    folder: Path,
    where: tuple[Path, int, str],
    entry: Any,
    vocabulary: Vocabulary,
) -> Bundle | Reject:
    path, line, split = where
    if not (isinstance(entry, list) and len(entry) == 4 and all(isinstance(e, str) for e in entry)):
        reason = "a row is a list of four texts: emotion, id, image and annotation"
        return Reject(str(path), line, None, None, entry, reason)
    label, own_id, uri, annotation = entry
    try:
        emotion = v.emotion(label, "emotion")
        said = _annotation(folder / annotation)
        if v.emotion(said.get(source.label), source.label) != emotion:
            raise Unfit(source.label, said[source.label], f"the list of the split says {emotion}")
        image = Image(
            id=image_id(source.name, own_id),
            source=source.name,
            uri=uri,
            split=split,
            origin=source.origin,
            **_size(folder / uri),
        )
        bundle = Bundle(str(path), line, own_id, images=[image])
        bundle.emotions.append(Emotion(image=image.id, emotion=emotion, probability=1.0))
        bundle.triplets += _triplets(source, image.id, said, vocabulary)
    except ValidationError as error:
        unfit = Unfit.from_validation(error)
        return Reject(str(path), line, own_id, unfit.field or None, unfit.value, unfit.reason)
    except Unfit as error:
        return Reject(str(path), line, own_id, error.field, error.value, error.reason)
    return bundle


def _annotation(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        reason = f"the annotation cannot be read: {error.strerror}"
        raise Unfit("annotation", str(path), reason) from None
    except ValueError as error:
        raise Unfit("annotation", str(path), f"undecodable JSON: {error}") from None
    if not isinstance(document, dict):
        raise Unfit("annotation", str(path), "the annotation is not an object")
    return document


def _size(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    found = look(path, "image", sha256=False, decode=False)
    return {"width": found.width, "height": found.height}


def _triplets(
    source: SplitListsSource, image: str, said: Mapping[str, Any], vocabulary: Vocabulary
) -> Iterator[Triplet]:
    scene = _label(said.get(source.background), source.background, vocabulary)
    scenes = (
        {} if scene is None else {"background": _words(source, scene), "background_text": scene}
    )
    claims: list[dict[str, str]] = []
    for field, form in source.attributes.items():
        label = _label(said.get(field), field, vocabulary)
        if label is not None:
            attribute = v.phrase(form.format(_words(source, label)), field)
            claims.append({"attribute": attribute, "attribute_text": label})
    objects = said.get(source.subjects)
    if objects is not None and not isinstance(objects, list):
        raise Unfit(source.subjects, objects, "is not a list of labels")
    for thing in objects or ():
        label = _label(thing, source.subjects, vocabulary)
        if label is not None:
            claims.append({"subject": _words(source, label), "subject_text": label})
    if not claims and scenes:
        claims.append({})
    for position, claim in enumerate(claims):
        number = f"{source.name}/{image}#t{position + 1}"
        yield Triplet(id=number, image=image, position=position, **scenes, **claim)


def _label(value: Any, field: str, vocabulary: Vocabulary) -> str | None:
    """A label of the field's vocabulary, as text; numbers are looked up as they are written."""
    if value is None:
        return None
    label = value if isinstance(value, str) else str(value)
    if label not in vocabulary.get(field, frozenset()):
        raise Unfit(field, value, "is not among the labels of this field")
    return label


def _words(source: SplitListsSource, label: str) -> str:
    for old, new in source.words.items():
        label = label.replace(old, new)
    return v.phrase(label, "label")
