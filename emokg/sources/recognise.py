"""Which source a path is, from what is in it.

A published data set brings its ids, its licence and its citation, so a path is one only by what
nobody else's has. What could be anybody's is asked about, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from emokg.errors import DataError, UsageError
from emokg.sources import coco, folder, rows, split_lists
from emokg.sources.bundle import Reading
from emokg.sources.description import (
    CocoSource,
    Description,
    FolderSource,
    RowsSource,
    SplitListsSource,
    catalogue,
)
from emokg.sources.formats import READERS, first_row
from emokg.sources.json_stream import BrokenJSON, Cursor, members
from emokg.sources.unread import unread
from emokg.sources.values import pick

_ADDRESSES = {"info": "url", "images": "coco_url"}


@dataclass(frozen=True)
class Match:
    """A source, and the files of the path that are it."""

    source: Description
    files: tuple[Path, ...]

    def open(self) -> Reading:
        """Start reading."""
        source, files = self.source, self.files
        match source:
            case RowsSource():
                return rows.read(source, files)
            case SplitListsSource():
                return split_lists.read(source, files[0])
            case FolderSource():
                return folder.read(source, files[0])
            case CocoSource():
                return coco.read(source, files[0])

    def unread(self) -> dict[str, str | None]:
        """The fields of rows that nothing is read from; see `unread.unread`."""
        return unread(self.source, self.files) if isinstance(self.source, RowsSource) else {}


def recognise(path: Path, source: Description | None) -> Match:
    """The source that `path` is; `source` when it was named.

    Raises UsageError when the path does not exist, could be several sources or is none for
    certain, DataError when it is none, or not the named one.
    """
    if not path.exists():
        raise UsageError(f"{path} does not exist", "name a file or a folder: emokg ingest PATH")
    if path.is_dir() and not any(folder.files_below(path)):
        raise DataError(f"{path} has no files in it", "name a folder that has: emokg ingest PATH")
    if path.is_file() and not path.stat().st_size:
        raise DataError(f"{path} is empty", "get the file again")
    candidates = catalogue() if source is None else (source,)
    named = source is not None
    found = [Match(each, tuple(_files(each, path, named=named))) for each in candidates]
    matches = [match for match in found if match.files]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = [match.source.name for match in matches]
        raise UsageError(
            f"{path} could be {' or '.join(names)}",
            f"say which: emokg ingest {path} --source {names[0]}",
        )
    if source is None and (likely := [each for each in catalogue() if _resembles(each, path)]):
        raise _uncertain(path, likely)
    known = ", ".join(description.name for description in catalogue())
    if source is not None:
        raise DataError(
            f"{path} does not look like {source.name} ({_looks(source)})",
            f"sources: {known}",
        )
    raise DataError(
        f"{path} is not of a source that is described",
        f"sources: {known}; a new one is a YAML file like those under ingest/",
    )


def _uncertain(path: Path, likely: list[Description]) -> UsageError:
    choices = " or ".join(
        f"--source {each.name} ({each.title.partition(':')[0]}, licence: {each.license or 'none'})"
        for each in sorted(likely, key=lambda each: (each.license is not None, each.name))
    )
    return UsageError(
        f"{path} could be anybody's: nothing in it tells a published data set from your own",
        f"say what it is: {choices}; "
        "fields with other names need a YAML file like those under ingest/",
    )


def _looks(source: Description) -> str:
    match source:
        case RowsSource():
            known = source.recognise + source.resembles
            sets = " or ".join(", ".join(fields) for fields in known)
            return f"{', '.join(source.files)}; rows with {sets or 'any fields'}"
        case SplitListsSource():
            return f"a folder with {source.vocabulary} and {', '.join(source.splits.values())}"
        case FolderSource():
            return f"a folder of {', '.join(source.suffixes)} and no data files"
        case CocoSource():
            return "a JSON object with images, annotations and categories"


def _files(source: Description, path: Path, *, named: bool) -> Iterator[Path]:
    match source:
        case RowsSource():
            yield from _files_of_rows(source, path, named=named)
        case SplitListsSource():
            lists = [name for name in source.splits.values() if (path / name).is_file()]
            if (path / source.vocabulary).is_file() and lists:
                yield path
        case FolderSource():
            below = list(folder.files_below(path)) if path.is_dir() else []
            if any(folder.is_picture(source, file) for file in below) and not any(
                file.suffix.lower() in READERS for file in below
            ):
                yield path
        case CocoSource():
            wanted = None if named else source.recognise
            if named or wanted is not None:
                yield from _coco_files(path, wanted)


def _files_of_rows(source: RowsSource, path: Path, *, named: bool) -> list[Path]:
    candidates = _candidates(source, path)
    if not named:
        called = [file for file in candidates if any(map(file.match, source.files))]
        return [file for file in called if _has_rows(file, source.recognise)]
    if not source.recognise:
        return candidates
    files = [each for each in candidates if _has_rows(each, source.recognise + source.resembles)]
    return files or (candidates if path.is_file() else [])


def _resembles(source: Description, path: Path) -> bool:
    match source:
        case RowsSource():
            return any(_has_rows(file, source.resembles) for file in _candidates(source, path))
        case CocoSource():
            return bool(_coco_files(path, None))
    return False


def _candidates(source: RowsSource, path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() in READERS else []
    found = {file for pattern in source.files for file in path.glob(pattern) if file.is_file()}
    return sorted(found)


def _has_rows(path: Path, sets: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has every field of one of the sets."""
    row = first_row(path) if sets else None
    return row is not None and any(
        all(name in row.values or pick(row.values, [name])[1] is not None for name in fields)
        for fields in sets
    )


def _coco_files(path: Path, address: str | None) -> list[Path]:
    candidates = [path] if path.is_file() else sorted(path.glob("*.json"))
    return [file for file in candidates if file.suffix == ".json" and _is_coco(file, address)]


def _is_coco(path: Path, address: str | None) -> bool:
    """Whether a file is in COCO's form and, where one is given, names the address."""
    told = address is None
    with path.open("rb") as file:
        cursor = Cursor(file)
        try:
            if cursor.peek() != "{":
                return False
            for key, _, value in members(cursor):
                if not isinstance(value, dict):
                    continue
                told = told or str(address) in str(value.get(_ADDRESSES.get(key, "")))
                if key == "images":
                    return told and "file_name" in value and "id" in value
        except BrokenJSON:
            return False
    return False
