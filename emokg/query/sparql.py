"""The `.rq` beside a question's `.cypher`: the same question in SPARQL, checked against it.

It declares nothing of its own: title, parameters and columns are those of the `.cypher`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from pathlib import Path

from emokg.errors import DataError
from emokg.suggest import did_you_mean

MARK = "# weighted"
_SKIPPED = re.compile(r"""<[^<>\s]*>|#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""")
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_HEADER = re.compile(r"#\s*(title|answers|parameters|columns|statistics)\s*:")
_SELECT = re.compile(r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?", re.I)


def read_pair(
    path: Path, declared: Set[str], needed: Set[str], returned: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """The SPARQL texts of the question in the `.cypher` file at `path`.

    `declared` are its parameters and `needed` those that a text must use; `returned` are the
    columns of each of its texts. Raises DataError with file and line.
    """
    file = path.with_suffix(".rq")
    if not file.is_file():
        raise DataError(
            f"{path.name} has no {file.name} beside it",
            f"write the question in SPARQL, into {file}: queries/README.md says how",
        )
    whole = file.read_text(encoding="utf-8").rstrip()
    _check_parameters(file, whole, declared, needed)
    texts = whole.split(f"\n{MARK}\n")
    if header := _HEADER.match(whole):
        raise _error(file, 1, f"{header[1]} is declared in {path.name}, and only there")
    if len(texts) != len(returned):
        raise _error(
            file,
            1,
            f"{path.name} has {len(returned)} texts, this file {len(texts)}",
            f"a second text stands below the line `{MARK}`",
        )
    line = 1
    for text, columns in zip(texts, returned, strict=True):
        if (found := selected_columns(text)) != list(columns):
            message = f"the text returns {', '.join(found) or 'no named columns'}"
            raise _error(file, line, message, f"{path.name} returns: {', '.join(columns)}")
        line += text.count("\n") + 2
    return tuple(text.strip() for text in texts)


def used_parameters(text: str) -> list[str]:
    """Names of the parameters a SPARQL text uses, each once, in order."""
    return list(dict.fromkeys(_PARAMETER.findall(_blanked(text))))


def unbound(text: str, names: Sequence[str]) -> str:
    """The text where these parameters have no value: `VALUES ?x { $name }` then allows any."""
    blank = _blanked(text)
    for found in reversed(list(_PARAMETER.finditer(blank))):
        if found[1] in names:
            text = f"{text[: found.start()]}UNDEF{text[found.end() :]}"
    return text


def selected_columns(text: str) -> list[str]:
    """Names that the outermost SELECT gives."""
    blank = _blanked(text)
    found = _SELECT.search(blank)
    if not found:
        return []
    names, depth, last = [], 0, ""
    for token in re.findall(r"\?\w+|[(){}]|\w+", blank[found.end() :]):
        if token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif depth == 0 and not token.startswith("?"):
            break
        elif token.startswith("?"):
            last = token[1:]
        if depth == 0 and last:
            names.append(last)
            last = ""
    return names


def _blanked(text: str) -> str:
    """The text with blanks for strings, IRIs and comments; every place stays where it is."""
    return _SKIPPED.sub(lambda found: " " * len(found[0]), text)


def _check_parameters(file: Path, text: str, declared: Set[str], needed: Set[str]) -> None:
    used = used_parameters(text)
    for name in used:
        if name not in declared:
            line = 1 + text.count("\n", 0, _blanked(text).index(f"${name}"))
            hint = did_you_mean(name, declared) or f"declare it in {file.stem}.cypher"
            raise _error(file, line, f"the text uses ${name}, which is not declared", hint)
    for name in sorted(needed - set(used)):
        raise _error(file, 1, f"parameter {name} is declared and never used")


def _error(file: Path, line: int, message: str, hint: str | None = None) -> DataError:
    return DataError(f"{file.name}, line {line}: {message}", hint)
