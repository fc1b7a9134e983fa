"""The reader `rows`: each row of a file becomes the records of one image, as the YAML says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from emokg.records import Annotation, Emotion, Image, Region, Triplet
from emokg.sources import naming
from emokg.sources import values as v
from emokg.sources.bundle import Bundle, Reading, Vector, image_id
from emokg.sources.description import RowsSource
from emokg.sources.formats import Row, read_rows
from emokg.sources.pictures import PictureFacts, look, look_at
from emokg.sources.reject import Reject, Unfit
from emokg.sources.triplets import claims, parts
from emokg.sources.vectors import VectorFile, open_vectors

_TEXTS = ("license", "credit", "description", "prompt", "split")
_SIZES = ("width", "height")


def read(source: RowsSource, files: tuple[Path, ...]) -> Reading:
    """Open the files. Raises DataError when vectors beside them do not fit."""
    folder = files[0].parent
    vectors = open_vectors(folder, source.des) if source.des else None
    return Reading(files, _bundles(source, files, vectors))


def _bundles(
    source: RowsSource, files: tuple[Path, ...], vectors: VectorFile | None
) -> Iterator[Bundle | Reject]:
    seen: set[str] = set()
    read = _rows(source, files, vectors, seen)
    yield from _joined(read) if source.triplets and source.triplets.several_rows else read
    if vectors is not None:
        yield from vectors.rejects
        yield from vectors.unclaimed(seen)


def _joined(rows: Iterator[Bundle | Reject]) -> Iterator[Bundle | Reject]:
    """Rows of one image that follow each other as one, where they agree in all but triplets.

    With one of them rejected all are: an image with some of its triplets could not be completed.
    """
    for (_, own_id), group in groupby(rows, _of_image):
        together = list(group)
        rejects = [row for row in together if isinstance(row, Reject)]
        if rejects and own_id is not None:
            yield from (_beside(row, rejects[0]) for row in together)
            continue
        yield from rejects
        bundles = [row for row in together if isinstance(row, Bundle)]
        apart = []
        for bundle in bundles[1:]:
            if bundles[0].agrees(bundle):
                bundles[0].join(bundle)
            else:
                apart.append(bundle)
        yield from (*bundles[:1], *apart)


def _of_image(row: Bundle | Reject) -> tuple[str, str | None]:
    return row.file, row.id if isinstance(row, Reject) else row.own_id


def _beside(row: Bundle | Reject, bad: Reject) -> Reject:
    """A row that cannot be taken while another of its image is not."""
    if isinstance(row, Reject):
        return row
    reason = f"line {bad.line} of the same image is rejected; mend it and read the file again"
    return Reject(row.file, row.line, row.own_id, None, None, reason)


def _rows(
    source: RowsSource, files: tuple[Path, ...], vectors: VectorFile | None, seen: set[str]
) -> Iterator[Bundle | Reject]:
    """One a row; the ids go to `seen` where vectors lie beside the files."""
    for path in files:
        mapping = _Mapping(source, path.parent, vectors)
        for row in read_rows(path):
            if isinstance(row, Reject):
                yield row
                continue
            own_id = naming.own_id(source.image, row)
            if vectors is not None and own_id is not None:
                seen.add(own_id)
            try:
                yield mapping.bundle(row, own_id)
            except ValidationError as error:
                yield _reject(row, own_id, Unfit.from_validation(error))
            except Unfit as error:
                yield _reject(row, own_id, error)


def _reject(row: Row, own_id: str | None, error: Unfit) -> Reject:
    return Reject(row.file, row.line, own_id, error.field or None, error.value, error.reason)


class _Mapping:
    """The YAML's field mapping, applied to one row after another."""

    def __init__(self, source: RowsSource, folder: Path, vectors: VectorFile | None) -> None:
        self._source = source
        self._folder = str(folder)
        self._vectors = vectors
        image = source.image
        self._texts = [(key, getattr(image, key)) for key in _TEXTS if getattr(image, key)]
        self._sizes = [(key, getattr(image, key)) for key in _SIZES if getattr(image, key)]

    def bundle(self, row: Row, own_id: str | None) -> Bundle:
        """The records of a row. Raises Unfit, ValidationError."""
        if own_id is None:
            raise naming.nameless(self._source.image, row)
        v.text(own_id, "id")
        bundle = Bundle(row.file, row.line, own_id)
        image = self._image(row, own_id)
        bundle.images.append(image)
        self._add_label(bundle, row, image)
        author = self._add_votes(bundle, row, image)
        size = None
        if image.width is not None and image.height is not None:
            size = (image.width, image.height)
        self._add_triplets(bundle, row, image.id, author, size)
        self._add_vector(bundle, row, image.id, own_id)
        return bundle

    def _image(self, row: Row, own_id: str) -> Image:
        fields, values = self._source.image, row.values
        facts: dict[str, Any] = {
            "id": image_id(fields.namespace, own_id),
            "source": fields.source,
            "origin": self._source.origin,
        }
        name, given = v.pick(values, fields.source_field)
        if (other := v.text(given, name)) is not None:
            facts["source"] = "-".join(other.lower().split())
        name, given = v.pick(values, fields.origin)
        if (origin := v.text(given, name)) is not None:
            facts["origin"] = origin.lower()
        name, given = v.pick(values, fields.uri)
        uri = v.text(given, name)
        if uri is not None and fields.id_from_uri == "path":
            uri = naming.relative(uri) or uri
        facts["uri"] = uri
        for key, aliases in self._sizes:
            name, given = v.pick(values, aliases)
            facts[key] = v.pixels(given, name, as_text=row.as_text)
        for key, aliases in self._texts:
            name, given = v.pick(values, aliases)
            facts[key] = v.text(given, name)
        if fields.file is not None:
            self._look(facts, row)
        facts |= self._confidence(row)
        return Image(**facts)

    def _look(self, facts: dict[str, Any], row: Row) -> None:
        wanted = self._source.image.file
        assert wanted is not None
        found: PictureFacts
        name, data = v.pick(row.values, wanted.bytes)
        if isinstance(data, bytes):
            uri = facts["uri"] or name
            found = look_at(data, uri, name, sha256=wanted.sha256, decode=wanted.required)
        else:
            name, uri = v.pick(row.values, self._source.image.uri)
            if uri is None:
                if wanted.required:
                    raise Unfit(name, None, "a required field is missing")
                return
            path = os.path.join(self._folder, uri)  # noqa: PTH118  pathlib takes 5 µs of each row
            if not wanted.required and not os.path.isfile(path):  # noqa: PTH113
                return
            found = look(Path(path), name, sha256=wanted.sha256, decode=wanted.required)
        for key in _SIZES:
            if facts.get(key) not in (None, getattr(found, key)):
                raise Unfit(key, facts[key], f"the image file has {getattr(found, key)}")
        facts |= {"width": found.width, "height": found.height, "sha256": found.sha256}

    def _confidence(self, row: Row) -> dict[str, float]:
        fields = self._source.confidence
        if fields is None:
            return {}
        name, given = v.pick(row.values, fields.field)
        if given is None:
            return {}
        scale = fields.scale
        if scale is None:
            scale_name, ends = v.pick(row.values, fields.scale_field)
            if ends is None:
                raise Unfit(scale_name, None, "a required field is missing")
            scale = v.scale(ends, scale_name, as_text=row.as_text)
        return v.confidence(v.number(given, name, as_text=row.as_text), scale, name)

    def _add_label(self, bundle: Bundle, row: Row, image: Image) -> None:
        if self._source.label is None:
            return
        name, given = v.pick(row.values, self._source.label)
        label = v.emotion(given, name)
        bundle.emotions.append(Emotion(image=image.id, emotion=label, probability=1.0))

    def _add_votes(self, bundle: Bundle, row: Row, image: Image) -> str | None:
        """One annotation an annotator; gives the id of the one that wrote the triplets."""
        fields = self._source.annotations
        if fields is None:
            return None
        name, given = v.pick(row.values, fields.votes)
        votes = v.nested(given, name, as_text=row.as_text)
        if not isinstance(votes, dict) or fields.author not in votes:
            raise Unfit(name, given, f"is not an object of votes with one of {fields.author!r}")
        text_name, description = v.pick(row.values, fields.description)
        for annotator, vote in votes.items():
            own = annotator == fields.author
            annotation = Annotation(
                id=f"{self._source.name}/{image.id}/{annotator}",
                image=image.id,
                annotator=annotator,
                annotator_kind=fields.kind,
                dataset=self._source.name,
                description=v.text(description, text_name) if own else None,
            )
            bundle.annotations.append(annotation)
            bundle.emotions.append(
                Emotion(
                    image=image.id,
                    annotation=annotation.id,
                    emotion=v.emotion(vote, f"{name}.{annotator}"),
                    probability=1.0,
                )
            )
        return f"{self._source.name}/{image.id}/{fields.author}"

    def _add_triplets(
        self, bundle: Bundle, row: Row, image: str, author: str | None, size: tuple[int, int] | None
    ) -> None:
        fields = self._source.triplets
        if fields is None:
            return
        owner = author or f"{self._source.name}/{image}"
        for prefix, given in claims(row, fields):
            subject: str | None = None
            first: str | None = None
            for columns in parts(fields, row.values, given, prefix):
                triplet = Triplet(
                    id=f"{owner}#t{len(bundle.triplets) + 1}",
                    image=image,
                    annotation=author,
                    position=len(bundle.triplets),
                    **columns,
                )
                bundle.triplets.append(triplet)
                first = first or triplet.id
                subject = triplet.subject
            self._add_regions(bundle, row, given, (owner, image, first, subject), size)

    def _add_regions(
        self,
        bundle: Bundle,
        row: Row,
        given: Mapping[str, Any],
        about: tuple[str, str, str | None, str | None],
        size: tuple[int, int] | None,
    ) -> None:
        if self._source.boxes is None:
            return
        name, raw = v.pick(given, self._source.boxes.field)
        value = v.nested(raw, name, as_text=row.as_text)
        if value is None:
            return
        owner, image, triplet, subject = about
        for x1, y1, x2, y2 in v.boxes(value, name, size):
            region = Region(
                id=f"{owner}#r{len(bundle.regions) + 1}",
                image=image,
                triplet=triplet,
                subject=subject,
                x1=x1,
                y1=y1,
                x2=x2,
                y2=y2,
                area=(x2 - x1) * (y2 - y1),
            )
            bundle.regions.append(region)

    def _add_vector(self, bundle: Bundle, row: Row, image: str, own_id: str) -> None:
        fields = self._source.des
        if fields is None:
            return
        if self._vectors is not None:
            name, given = fields.vectors or "", self._vectors.of(own_id)
        else:
            name, given = v.pick(row.values, fields.field)
            if row.as_text:
                given = v.nested(given, name, as_text=True)
        if given is not None:
            vector = v.vector(given, fields.dimension, name)
            bundle.vectors.append(Vector(fields.space, image, vector))
