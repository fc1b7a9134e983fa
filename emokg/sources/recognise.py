"""Which source a path is, from what is in it."""

from __future__ import annotations

from collections.abc import Iterator
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
from emokg.sources.values import pick


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


def recognise(path: Path, source: Description | None) -> Match:
    """The source that `path` is; `source` when it was named.

    Raises UsageError when the path does not exist or could be several sources, DataError when it
    is none, or not the named one.
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


def _looks(source: Description) -> str:
    match source:
        case RowsSource():
            sets = " or ".join(", ".join(fields) for fields in source.recognise)
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
            files = [file for file in _candidates(source, path) if _has_rows(source, file)]
            taken_as_named = named and (path.is_file() or not source.recognise)
            yield from files or (_candidates(source, path) if taken_as_named else ())
        case SplitListsSource():
            lists = [source.vocabulary, *source.splits.values()]
            if path.is_dir() and sum((path / name).is_file() for name in lists) >= 2:
                yield path
        case FolderSource():
            below = list(folder.files_below(path)) if path.is_dir() else []
            if any(folder.is_picture(source, file) for file in below) and not any(
                file.suffix.lower() in READERS for file in below
            ):
                yield path
        case CocoSource():
            candidates = [path] if path.is_file() else sorted(path.glob("*.json"))
            yield from (file for file in candidates if file.suffix == ".json" and _is_coco(file))


def _candidates(source: RowsSource, path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix.lower() in READERS else []
    found = {file for pattern in source.files for file in path.glob(pattern) if file.is_file()}
    return sorted(found)


def _has_rows(source: RowsSource, path: Path) -> bool:
    row = first_row(path)
    return row is not None and any(
        all(name in row.values or pick(row.values, [name])[1] is not None for name in fields)
        for fields in source.recognise
    )


def _is_coco(path: Path) -> bool:
    with path.open("rb") as file:
        cursor = Cursor(file)
        try:
            if cursor.peek() != "{":
                return False
            for key, _, value in members(cursor):
                if key == "images":
                    return isinstance(value, dict) and "file_name" in value and "id" in value
        except BrokenJSON:
            return False
    return False
