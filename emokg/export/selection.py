"""Which images of a split are exported, and why the others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from emokg.cypher import EmbeddedGraph
from emokg.errors import UnknownName
from emokg.export.example import Example
from emokg.export.formats.format import Format, Row
from emokg.export.manifest import Asked
from emokg.export.pictures import find_picture
from emokg.export.reading import licenses, read_examples
from emokg.export.tasks import ask, find_task
from emokg.vectors.filters import allowed_images

NO_FILE = "the picture is not at hand"


@dataclass
class Tally:
    """Examples by licence and by source, and images left out by reason."""

    licenses: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


class Selection:
    """What may be exported. Raises UnknownName for a licence or filter value that nothing has."""

    def __init__(
        self, graph: EmbeddedGraph, form: Format, asked: Asked, folders: Sequence[Path]
    ) -> None:
        self._graph = graph
        self._form = form
        self._asked = asked
        self._folders = folders
        self._passing = (
            frozenset(allowed_images(graph.cypher, asked.where)) if asked.where else None
        )
        self._licenses = _allowed(graph, asked.license_allow)

    def rows(self, ids: Sequence[str], tally: Tally) -> Iterator[Row]:
        """The rows of the images named by `ids`, in that order; counts go into `tally`."""
        passing = ids
        if self._passing is not None:
            passing = [name for name in ids if name in self._passing]
            tally.left_out.update(["does not pass the filter"] * (len(ids) - len(passing)))
        for example in read_examples(self._graph, passing):
            row = self._row(example)
            if isinstance(row, str):
                tally.left_out[row] += 1
            else:
                tally.licenses[example.license] += 1
                if example.source is not None:
                    tally.sources[example.source] += 1
                yield row

    def _row(self, example: Example) -> Row | str:
        """The row, or why there is none. The licence comes first: nothing else is looked at."""
        if self._licenses is not None and example.license.casefold() not in self._licenses:
            return f"the licence {example.license!r} is not allowed"
        if example.emotion is None:
            return "no CES label"
        if self._form.needs_size and (example.width is None or example.height is None):
            return "its width and height are not known"
        turn = None
        if self._asked.task is not None and self._asked.prompt is not None:
            made = ask(example, find_task(self._asked.task), self._asked.prompt)
            if isinstance(made, str):
                return made
            turn = made
        if self._asked.pictures != "uri":
            path = find_picture(example, self._folders)
            if path is None:
                return NO_FILE
            return Row(replace(example, file=path), turn)
        if self._form.names_pictures and example.uri is None:
            return "it has no uri"
        return Row(example, turn)


def _allowed(graph: EmbeddedGraph, names: Sequence[str]) -> frozenset[str] | None:
    if not names:
        return None
    known = licenses(graph)
    folded = {name.casefold() for name in known}
    for name in names:
        if name.casefold() not in folded:
            raise UnknownName(f"no image has the licence {name!r}", f"licences: {'; '.join(known)}")
    return frozenset(name.casefold() for name in names)
