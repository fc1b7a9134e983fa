"""`ingest`: read a path, settle what is new, commit it in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from emokg.errors import DataError, RejectedRows, UsageError
from emokg.records import SCHEMAS
from emokg.sources import settle
from emokg.sources.bundle import Bundle, Reading
from emokg.sources.description import Description, named
from emokg.sources.recognise import Match, recognise
from emokg.sources.reject import Reject, RejectsFile
from emokg.sources.staging import STAGED, Staging, schemas
from emokg.sources.store import existing_vectors, store
from emokg.workspace import Workspace, Writer, disk_named

Progress = Callable[[int, int | None], None]
EVERY = 512


@dataclass(frozen=True)
class Summary:
    """What became of the rows. `accepted` ones added something, `unchanged` ones were known.

    `source` and `license` are those of the description that the path was read as.
    `reasons` counts the rejected rows by field and reason, `unlabelled` the images without a label
    by why they have none; the most frequent first. `unread` are the fields in the first rows of
    each file that nothing is read from, with `did you mean …?` where a field that is read is near.
    """

    read: int
    accepted: int
    unchanged: int
    rejected: int
    rejects_file: Path | None
    source: str = field(default="", compare=False)
    license: str | None = field(default=None, compare=False)
    reasons: Mapping[str, int] = field(default_factory=dict, compare=False)
    unlabelled: Mapping[str, int] = field(default_factory=dict, compare=False)
    unread: Mapping[str, str | None] = field(default_factory=dict, compare=False)


def ingest(
    workspace: Workspace,
    path: Path,
    *,
    source: str | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Take the rows of `path` into the workspace's records.

    `source` names a YAML of `ingest/`, or is the path of one; without it the content decides.
    `progress` is called with the rows read so far and their number, None while it is unknown.
    With `strict` any reject leaves the records as they were. Raises UsageError, UnknownName,
    DataError, RejectedRows, DamagedFile.
    """
    _refuse_odd_bytes(path)
    match = recognise(path, named(source) if source is not None else None)
    with (
        disk_named(f"ingesting {path} into {workspace.root}"),
        workspace.writer(match.source.name, path.absolute()) as writer,
    ):
        summary = _take(workspace, writer, match, path, progress=progress, strict=strict)
        writer.commit()
    return summary


def _refuse_odd_bytes(path: Path) -> None:
    """The records note where they were read, as text."""
    try:
        str(path.resolve()).encode()
    except UnicodeEncodeError:
        shown = str(path).encode(errors="replace").decode()
        raise UsageError(f"the name of {shown} is not UTF-8", "rename it, and ingest it") from None


def _take(
    workspace: Workspace,
    writer: Writer,
    match: Match,
    path: Path,
    *,
    strict: bool,
    progress: Progress | None,
) -> Summary:
    rejects = RejectsFile(workspace.rejects_folder)
    try:
        staging, unlabelled = _stage(match.open(), Staging(writer.scratch), rejects, progress)
        read = staging.count + rejects.count
        if not read:
            raise DataError(f"{path} has no rows", "name a file or folder that has")
        accepted = _settle(workspace, writer, match.source, staging, rejects)
    finally:
        rejects.close()
    if strict and rejects.count:
        raise RejectedRows(
            f"{rejects.count:,} of {read:,} rows of {path}, read as {match.source.name}, "
            "were rejected; nothing was taken",
            f"why: {rejects.path}; most often {_first(rejects.reasons)}; "
            "without --strict the others are taken",
        )
    return Summary(
        read=read,
        accepted=accepted,
        unchanged=read - accepted - rejects.count,
        rejected=rejects.count,
        rejects_file=rejects.path,
        source=match.source.name,
        license=match.source.license,
        reasons=rejects.reasons,
        unlabelled=dict(unlabelled.most_common()),
        unread=match.unread(),
    )


def _first(reasons: Mapping[str, int]) -> str:
    reason, count = next(iter(reasons.items()))
    return f"{count:,} × {reason}"


def _stage(
    reading: Reading, staging: Staging, rejects: RejectsFile, progress: Progress | None
) -> tuple[Staging, Counter[str]]:
    unlabelled: Counter[str] = Counter()
    with closing(staging):
        for number, row in enumerate(reading.rows, 1):
            match row:
                case Reject():
                    rejects.add(row)
                case Bundle():
                    staging.add(row)
                    if row.unlabelled is not None:
                        unlabelled[row.unlabelled] += 1
            if progress is not None and number % EVERY == 0:
                progress(number, None)
    total = staging.count + rejects.count
    if progress is not None:
        progress(total, total)
    return staging, unlabelled


@contextmanager
def _damage_named(workspace: Workspace) -> Iterator[None]:
    """Say which committed file is damaged when the engine trips over one. Raises DamagedFile."""
    import duckdb

    try:
        yield
    except duckdb.Error:
        workspace.check(deep=True)
        raise


def _settle(
    workspace: Workspace,
    writer: Writer,
    source: Description,
    staging: Staging,
    rejects: RejectsFile,
) -> int:
    with settle.connect(staging.folder) as connection, _damage_named(workspace):
        for name, schema in schemas().items():
            settle.show(connection, f"staged_{name}", [staging.folder / f"{name}.parquet"], schema)
        for table in STAGED:
            settle.show(connection, f"existing_{table}", workspace.parts(table), SCHEMAS[table])
        known = existing_vectors(
            workspace, list(staging.dimensions), staging.folder / "vectors.parquet"
        )
        connection.register("existing_vectors", known)
        settle.collect(connection)
        for reject in settle.contradictions(connection):
            rejects.add(reject)
        accepted = settle.hold(connection)
        store(connection, writer, workspace, source, staging.dimensions)
    return accepted
