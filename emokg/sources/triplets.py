"""B-A-S triplets out of a row: where each stands, and what a field that lists several means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from emokg.sources import values as v
from emokg.sources.description import TripletFields
from emokg.sources.formats import Row
from emokg.sources.reject import Unfit

_PARTS = ("background", "attribute", "subject")


def claims(row: Row, fields: TripletFields) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects that hold a triplet each, with what to put before their field names."""
    if fields.list is None:
        yield "", row.values
        return
    name, given = v.pick(row.values, fields.list)
    listed = v.nested(given, name, as_text=row.as_text)
    if listed is None:
        return
    if not isinstance(listed, list):
        raise Unfit(name, listed, "is not a list of triplets")
    for number, claim in enumerate(listed):
        if not isinstance(claim, dict):
            raise Unfit(f"{name}[{number}]", claim, "is not an object")
        yield f"{name}[{number}].", claim


def parts(
    fields: TripletFields, row: Mapping[str, Any], claim: Mapping[str, Any], prefix: str
) -> Iterator[dict[str, str | None]]:
    """The columns of each triplet that a claim stands for: one a combination of what is listed.

    A part that the claim does not have is taken from the row: the background belongs to each.
    """
    texts: dict[str, str | None] = {}
    listed: dict[str, list[str | None]] = {}
    for part in _PARTS:
        aliases = getattr(fields, part)
        name, given = v.pick(claim, aliases)
        if given is None and claim is not row:
            _, given = v.pick(row, aliases)
        whole = texts[part] = v.text(given, prefix + name)
        separator = fields.split.get(part)  # type: ignore[call-overload]
        pieces = [whole] if separator is None or whole is None else whole.split(separator)
        listed[part] = [
            None if piece is None else v.phrase(piece, prefix + name)
            for piece in pieces
            if piece is None or piece.strip()
        ]
    if not any(texts.values()):
        return
    given_texts = {f"{part}_text": texts[part] for part in _PARTS}
    for background in listed["background"]:
        for attribute in listed["attribute"]:
            for subject in listed["subject"]:
                columns = {"background": background, "attribute": attribute, "subject": subject}
                yield columns | given_texts
