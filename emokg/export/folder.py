"""The folder of an export: splits appear in it whole, or not at all.

A split is written below `.new/` and moved into place when it is done; `.partial.json` then says so.
A run that was cut off goes on with the splits that are missing, from the same inputs.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from emokg.errors import UsageError
from emokg.export.manifest import (
    MANIFEST,
    PARTIAL,
    File,
    Manifest,
    Part,
    SourceUsed,
    described,
    is_whole,
    read_manifest,
    write_manifest,
)
from emokg.workspace.files import sync_file

STAGING = ".new"


class Folder:
    """Where an export goes. UsageError where anything else is there; DamagedFile."""

    def __init__(self, root: Path, inputs: Manifest) -> None:
        self.root = root
        self.manifest = inputs
        self.done: dict[str, Part] = {}
        self._start()

    def _start(self) -> None:
        complete = read_manifest(self.root / MANIFEST)
        partial = read_manifest(self.root / PARTIAL)
        if complete is not None and not complete.same_inputs(self.manifest):
            raise self._taken("an export from other inputs")
        if complete is None and partial is None and self.root.exists():
            if not self.root.is_dir():
                raise self._taken("a file")
            if {path.name for path in self.root.iterdir()} - {STAGING}:
                raise self._taken("something else than an export")
        before = complete or partial
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.root / STAGING, ignore_errors=True)
        if before is None:
            write_manifest(self.root / PARTIAL, self.manifest)
            return
        same = before.same_inputs(self.manifest)
        for part in before.parts:
            if same and is_whole(self.root, part.files):
                self.done[part.split] = part
            else:
                self._remove(part.files)
        if not same:
            write_manifest(self.root / PARTIAL, self.manifest)

    def _taken(self, what: str) -> UsageError:
        return UsageError(f"{self.root} holds {what}", "name a new or empty folder: --out DIR")

    def _remove(self, files: list[File]) -> None:
        for file in files:
            (self.root / file.path).unlink(missing_ok=True)

    def stage(self) -> Path:
        """An empty folder to write a split in."""
        staging = self.root / STAGING
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        return staging

    def keep(self, part: Callable[[list[File]], Part], written: Mapping[str, int]) -> Part:
        """Move what was staged into place, and remember the split as done."""
        made = part(self._moved(written))
        self.done[made.split] = made
        parts = [self.done[name] for name in sorted(self.done)]
        self.manifest = self.manifest.model_copy(update={"parts": parts})
        write_manifest(self.root / PARTIAL, self.manifest)
        return made

    def finish(self, written: Mapping[str, int], sources: Sequence[SourceUsed]) -> Manifest:
        """Move the files about the whole export into place; the manifest, last, commits it."""
        files = self._moved(written)
        parts = [self.done[name] for name in sorted(self.done)]
        self.manifest = self.manifest.model_copy(
            update={"sources": list(sources), "parts": parts, "files": files}
        )
        write_manifest(self.root / MANIFEST, self.manifest)
        (self.root / PARTIAL).unlink(missing_ok=True)
        shutil.rmtree(self.root / STAGING, ignore_errors=True)
        return self.manifest

    def _moved(self, written: Mapping[str, int]) -> list[File]:
        staging = self.root / STAGING
        files = [described(staging, path, rows) for path, rows in sorted(written.items())]
        for file in files:
            sync_file(staging / file.path)
        for file in files:
            (self.root / file.path).parent.mkdir(exist_ok=True)
            (staging / file.path).replace(self.root / file.path)
        return files
