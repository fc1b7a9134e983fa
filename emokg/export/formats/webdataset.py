"""WebDataset: tar files of a picture and its JSON each, `SPLIT-000000.tar` and so on.

Keys are numbers, so that no data set's own names tell the label. Owners and times in the archives
are zero: the same inputs give the same bytes.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable
from io import BytesIO
from itertools import islice

from emokg.export.formats.columns import values
from emokg.export.formats.format import Format, Place, Row
from emokg.export.formats.lines import to_line
from emokg.export.pictures import suffix_of

ROWS = 5_000
"""Rows in a file."""


def _write(rows: Iterable[Row], place: Place) -> dict[str, int]:
    files: dict[str, int] = {}
    numbered = enumerate(rows)
    while shard := list(islice(numbered, ROWS)):
        name = f"{place.split}-{len(files):06}.tar"
        files[name] = 0
        with tarfile.open(place.folder / name, "w", format=tarfile.USTAR_FORMAT) as archive:
            for number, row in shard:
                _add(archive, number, row)
                files[name] += 1
    return files


def _add(archive: tarfile.TarFile, number: int, row: Row) -> None:
    assert row.example.file is not None
    members = {
        suffix_of(row.example.file): row.example.file.read_bytes(),
        ".json": to_line(values(row.example)).encode(),
    }
    for suffix, data in members.items():
        member = tarfile.TarInfo(f"{number:08}{suffix}")
        member.size = len(data)
        archive.addfile(member, BytesIO(data))


FORMAT = Format(_write, ("copy",))
