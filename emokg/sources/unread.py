"""Which fields of the rows a source reads nothing from, so that a misspelt one is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from emokg.sources.description import Fields, RowsSource
from emokg.sources.formats import Row, read_rows
from emokg.sources.reject import Unfit
from emokg.sources.triplets import claims
from emokg.suggest import did_you_mean

_FIRST = 20


def unread(source: RowsSource, files: Iterable[Path]) -> dict[str, str | None]:
    """The fields in the first rows of each file that nothing is read from, in their order.

    Each with `did you mean …?` where a field that is read and not there is near; those first.
    Raises DataError as `read_rows` does.
    """
    found: dict[str, str | None] = {}
    for path in files:
        for row in islice(read_rows(path), _FIRST):
            if isinstance(row, Row):
                found |= _of_row(source, row)
    return dict(sorted(found.items(), key=lambda item: item[1] is None))


def _of_row(source: RowsSource, row: Row) -> dict[str, str | None]:
    found = _among(row.values, set(_names(_of_rows(source))), "")
    fields = source.triplets
    if fields is None or fields.list is None:
        return found
    of_claims = (fields.background, fields.attribute, fields.subject)
    boxes = source.boxes.field if source.boxes else None
    try:
        for prefix, claim in claims(row, fields):
            name = prefix.partition("[")[0]
            found |= _among(claim, set(_names((*of_claims, boxes))), f"{name}.")
    except Unfit:
        return found  # what is wrong with the list is told where the row is rejected
    return found


def _among(values: Mapping[str, object], known: set[str], prefix: str) -> dict[str, str | None]:
    """The keys that are not known; of a known `a.b`, all of `a` is."""
    read = known | {name.partition(".")[0] for name in known}
    names = [str(key) for key in values]
    missing = sorted(known.difference(names))
    return {
        prefix + name: did_you_mean(name.strip().lower(), missing)
        for name in names
        if name not in read
    }


def _of_rows(source: RowsSource) -> Iterator[Fields | None]:
    image = source.image
    yield from (image.source_field, image.id, image.uri, image.width, image.height)
    yield from (image.license, image.credit, image.origin, image.description, image.prompt)
    yield from (image.split, image.file.bytes if image.file else None, source.label)
    if source.confidence is not None:
        yield from (source.confidence.field, source.confidence.scale_field)
    if source.annotations is not None:
        yield from (source.annotations.votes, source.annotations.description)
    if source.des is not None:
        yield source.des.field
    if (triplets := source.triplets) is not None:
        yield from (triplets.list, triplets.background, triplets.attribute, triplets.subject)
        if triplets.list is None and source.boxes is not None:
            yield source.boxes.field


def _names(several: Iterable[Fields | None]) -> Iterator[str]:
    for fields in several:
        yield from fields or ()
