"""A row that is not taken, and why. Rows are refused, never repaired."""

from __future__ import annotations

import filecmp
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

LONGEST = 300
_SHORT = re.compile(r"(?:`[^`]*`|[^:;(])+")
"""A reason up to its first detail; what stands in backticks is one word."""


class Unfit(Exception):
    """Raised while a row is read: this value of this field cannot be taken."""

    def __init__(self, field: str, value: Any, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.value = value
        self.reason = reason

    @classmethod
    def from_validation(cls, error: ValidationError) -> Unfit:
        """The first complaint of a record's own validation."""
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        value = first["input"]
        return cls(field, None if isinstance(value, Mapping) else value, reason)


@dataclass(frozen=True)
class Reject:
    """One line of the rejects file. `line` is a line of a text file, a row of a table, from 1."""

    file: str
    line: int | None
    id: str | None
    field: str | None
    value: Any
    reason: str

    @property
    def short(self) -> str:
        """The field and the reason in short, for a summary."""
        told = _SHORT.match(self.reason)
        what = told[0].strip() if told else self.reason
        return what if self.field is None else f"{self.field}: {what}"

    @property
    def kind(self) -> str:
        """What is alike in rows that are wrong in the same way: all but the numbers."""
        return re.sub(r"(?<![\w-])\d[\d.,]*", "N", self.short)

    def to_json(self) -> str:
        """As one line of JSON; a long value is cut."""
        return json.dumps(asdict(self) | {"value": _short(self.value)}, ensure_ascii=False)


def _short(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, bool) or (type(value) is int and abs(value) < 2**63):
        return value
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


class RejectsFile:
    """Collects rejects; the file appears with the first of them.

    The same rejects once more, as of the same file ingested again, are not kept a second time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None
        self.path: Path | None = None
        self.count = 0
        self._kinds: Counter[str] = Counter()
        self._firsts: dict[str, str] = {}
        self._varied: set[str] = set()

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows are wrong in which way, the most frequent first, each as its first says it.

        Where another says it with other numbers, the first is said to be an example.
        """
        return {
            self._firsts[kind] + (", for example" if kind in self._varied else ""): count
            for kind, count in self._kinds.most_common()
        }

    def add(self, reject: Reject) -> None:
        """Write one down."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.path = self._folder / f"{self._number():06d}.jsonl"
            self._file = self.path.open("x", encoding="utf-8", errors="backslashreplace")
        self._file.write(reject.to_json() + "\n")
        self.count += 1
        self._kinds[reject.kind] += 1
        if self._firsts.setdefault(reject.kind, reject.short) != reject.short:
            self._varied.add(reject.kind)

    def close(self) -> None:
        """Finish the file, if there is one. An earlier one with the same content stands for it."""
        if self._file is None or self.path is None:
            return
        self._file.close()
        self._file = None
        for earlier in sorted(self._folder.glob("*.jsonl")):
            if earlier != self.path and filecmp.cmp(earlier, self.path, shallow=False):
                self.path.unlink()
                self.path = earlier
                return

    def _number(self) -> int:
        names = (path.stem for path in self._folder.glob("*.jsonl"))
        return 1 + max((int(name) for name in names if name.isdigit()), default=0)
