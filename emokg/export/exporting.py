"""`export`: the splits of a workspace, checked, written one after the other, and described."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow as pa

from emokg.cypher import EmbeddedGraph, open_graph
from emokg.errors import AuditFailed, DamagedFile, DataError
from emokg.export.asking import asked_for, command
from emokg.export.folder import Folder
from emokg.export.formats.format import Format, Place
from emokg.export.leaks import refuse_leaks
from emokg.export.manifest import File, Manifest, Part, SplitUsed
from emokg.export.reading import categories, sources
from emokg.export.resolver import find_format
from emokg.export.selection import Selection, Tally
from emokg.graph.description import read_description
from emokg.splits import Certificate, read_assignment, read_certificate
from emokg.splits.certificate import assignment_hash
from emokg.splits.store import CERTIFICATE, split_folder
from emokg.workspace import Workspace
from emokg.workspace.files import sha256_of

Say = Callable[[str], None]
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def export_split(
    workspace: Workspace,
    exporter: str,
    split: str,
    out: Path,
    *,
    task: str | None = None,
    prompt: str | None = None,
    where: Mapping[str, str] | None = None,
    license_allow: Sequence[str] = (),
    pictures: str | None = None,
    say: Say = lambda _told: None,
) -> Manifest:
    """Write a split for a trainer into the folder `out`; `say` is told what is being done.

    Raises UsageError, UnknownName; DataError for a stale graph or a split that is not of it;
    AuditFailed for prompts that leak and for a split that failed its audit; DamagedFile.
    """
    form = find_format(exporter)
    asked = asked_for(exporter, form, split, task, prompt, where or {}, license_allow, pictures)
    certificate, images = read_split(workspace, split)
    inputs = Manifest(
        emokg=version("emokg"),
        command=command(asked),
        asked=asked,
        records=workspace.fingerprint(),
        graph=read_description(workspace).sha256,
        split=_used(workspace, certificate),
    )
    with open_graph(workspace) as graph:
        if graph.notices:
            raise DataError(
                "the graph is older than the records, so an export of it would be of old data",
                "bring it up to date: emokg graph build",
            )
        selection = Selection(graph, form, asked, workspace.folders_read())
        shown = categories(graph) if form.has_categories else ()
        if form.asks:
            say("looking for leaks")
            _refuse_leaks(selection, images)
        try:
            folder = Folder(out, inputs)
            for name in sorted(images):
                if name not in folder.done:
                    say(f"writing {name}")
                    place = Place(folder.stage(), name, asked.pictures, shown)
                    _write(folder, form, place, selection, images[name])
            staging = folder.stage()
            whole = _whole(folder, graph)
            files = form.finish(staging, whole)
            return folder.finish(dict.fromkeys(files, 0), whole.sources)
        except OSError as error:
            raise DataError(
                f"{out} cannot be written: {error.strerror}",
                "make room or correct the permissions; the same command then goes on",
            ) from None


def read_split(workspace: Workspace, name: str) -> tuple[Certificate, dict[str, list[str]]]:
    """The certificate, and the images of every split, sorted.

    UnknownName, DamagedFile; AuditFailed where it was audited and did not pass.
    """
    certificate = read_certificate(workspace, name)
    again = f"emokg split make {certificate.made.kind} --name {name}"
    if certificate.audit is not None and not certificate.audit.passed:
        raise AuditFailed(
            f"the split {name!r} did not pass its audit, so nothing is exported of it",
            f"see what leaks: emokg split audit {name}; make it again: {again}",
        )
    table = read_assignment(workspace, name).sort_by([("image", "ascending")])
    if assignment_hash(_texts(table["image"]), _texts(table["split"])) != (
        certificate.made.assignment
    ):
        raise DamagedFile(
            f"the assignment of the split {name!r} is not the one that its certificate is of",
            f"make the split again: {again}",
        )
    images: dict[str, list[str]] = {}
    for image, split in zip(*table.to_pydict().values(), strict=True):
        images.setdefault(split, []).append(image)
    for split in images:
        if _FILE_NAME.fullmatch(split) is None:
            raise DataError(
                f"{split!r} cannot be the name of a file",
                "rename the published split where it comes from, or make another kind of split",
            )
    return certificate, images


def _texts(column: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    return np.array(column.to_pylist(), np.str_)


def _used(workspace: Workspace, certificate: Certificate) -> SplitUsed:
    made = certificate.made
    return SplitUsed(
        name=made.name,
        kind=made.kind,
        seed=made.seed,
        certificate=sha256_of(split_folder(workspace, made.name) / CERTIFICATE),
        assignment=made.assignment,
        audited=certificate.audit is not None,
    )


def _refuse_leaks(selection: Selection, images: Mapping[str, list[str]]) -> None:
    rows = (row for name in sorted(images) for row in selection.rows(images[name], Tally()))
    refuse_leaks(row.turn for row in rows if row.turn is not None)


def _write(
    folder: Folder, form: Format, place: Place, selection: Selection, ids: Sequence[str]
) -> None:
    tally = Tally()
    written = form.write(selection.rows(ids, tally), place)

    def part(files: list[File]) -> Part:
        return Part(
            split=place.split,
            rows=tally.licenses.total(),
            licenses=dict(sorted(tally.licenses.items())),
            sources=dict(sorted(tally.sources.items())),
            left_out=dict(sorted(tally.left_out.items())),
            files=files,
        )

    folder.keep(part, written)


def _whole(folder: Folder, graph: EmbeddedGraph) -> Manifest:
    parts = [folder.done[name] for name in sorted(folder.done)]
    whole = folder.manifest.model_copy(update={"parts": parts})
    return whole.model_copy(update={"sources": sources(graph, whole.images_by_source)})
