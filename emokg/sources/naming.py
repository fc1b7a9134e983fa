"""The id that a row gives its image: a field of its own, else the path of the image file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from emokg.sources import values as v
from emokg.sources.description import ImageFields
from emokg.sources.formats import Row
from emokg.sources.reject import Unfit

_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[/\\]|[a-z]:[/\\]", re.IGNORECASE)


def own_id(fields: ImageFields, row: Row) -> str | None:
    """The id that the file uses, else what names the image file; None where neither does."""
    _, value = v.pick(row.values, fields.id)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.strip():
        return value
    _, uri = v.pick(row.values, fields.uri)
    if value is not None or not isinstance(uri, str) or not uri.strip():
        return None
    if fields.id_from_uri == "stem":
        return PurePosixPath(uri).stem
    path = relative(uri)
    return None if path is None else _SUFFIX.sub("", path)


def relative(uri: str) -> str | None:
    """A path without `./` and doubled slashes; a web address as it is.

    None for a path that is absolute or has `..`: it is another one on another machine, or beside
    another file.
    """
    if "://" in uri:
        return uri
    parts = [part for part in uri.split("/") if part not in ("", ".")]
    return None if _ABSOLUTE.match(uri) or ".." in parts else "/".join(parts)


def nameless(fields: ImageFields, row: Row) -> Unfit:
    """Why a row has no id, under the field that the file has for it."""
    name, value = v.pick(row.values, fields.id)
    if value is not None:
        return Unfit(name, value, "is not an id")
    uri_name, uri = v.pick(row.values, fields.uri)
    if isinstance(uri, str) and uri.strip():
        how = "has .. in it" if ".." in uri.split("/") else "is an absolute path"
        reason = f"{how}, which makes no lasting id; give the rows an id column of their own"
        return Unfit(uri_name, uri, reason)
    names = (*fields.id, *(fields.uri or ()))
    field = uri_name if uri is not None else next(filter(row.values.__contains__, names), name)
    missing = uri is None or isinstance(uri, str)
    return Unfit(field, uri, "a required field is missing" if missing else "is not text")
