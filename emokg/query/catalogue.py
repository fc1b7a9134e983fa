"""The named questions: every pair of a `.cypher` and a `.rq` file of queries/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emokg.content import content_folder
from emokg.errors import DataError, UnknownName
from emokg.query.header import read_question
from emokg.query.question import Question
from emokg.suggest import did_you_mean

if TYPE_CHECKING:
    from emokg.table import Table


def questions() -> tuple[Question, ...]:
    """Every question, by name. DataError with file and line where a file is wrong."""
    folder = content_folder("queries")
    for path in sorted(folder.glob("*.rq")):
        if not path.with_suffix(".cypher").is_file():
            raise DataError(
                f"{path.name} has no {path.stem}.cypher beside it", "write it, or remove the file"
            )
    return tuple(read_question(path) for path in sorted(folder.glob("*.cypher")))


def find_question(name: str) -> Question:
    """The question called `name`; only its file is read. Raises UnknownName."""
    paths = {path.stem: path for path in content_folder("queries").glob("*.cypher")}
    if name not in paths:
        hint = did_you_mean(name, paths) or "`emokg query list` shows them all"
        raise UnknownName(f"there is no question {name!r}", hint)
    return read_question(paths[name])


def question_table() -> Table:
    """Columns name, title and parameters: the required ones, then the optional ones in brackets."""
    import pyarrow as pa

    from emokg.table import Table

    rows = [
        {"name": question.name, "title": question.title, "parameters": _parameters(question)}
        for question in questions()
    ]
    schema = pa.schema([(name, pa.string()) for name in ("name", "title", "parameters")])
    return Table(pa.Table.from_pylist(rows, schema=schema))


def _parameters(question: Question) -> str:
    required = [parameter.name for parameter in question.parameters if parameter.required]
    optional = [
        f"[{parameter.name}]" for parameter in question.parameters if not parameter.required
    ]
    return " ".join([*required, *optional])
