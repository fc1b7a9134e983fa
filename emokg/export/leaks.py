"""The leak linter: no prompt may contain what is to be learned.

A prompt leaks where it has the label, a word that gives it away, or the answer's text: the whole
of it, or one sentence of at least three words. Case, punctuation and spaces do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from emokg.errors import AuditFailed
from emokg.export.inflections import WORDS
from emokg.export.tasks import Turn

FIRST = 5
"""Leaking rows that are named."""
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[.!?;\n]+")
_SHORTEST = 3


def leak(turn: Turn) -> str | None:
    """Why a prompt gives its answer away; None where it does not."""
    words = _words(turn.prompt)
    given = WORDS[turn.emotion].intersection(words)
    if given:
        return f"{min(given)!r} gives away {turn.emotion}"
    prompt = " ".join(["", *words, ""])
    for text in (turn.answer, *_SENTENCE.split(turn.answer)):
        said = _words(text)
        if (text is turn.answer or len(said) >= _SHORTEST) and f" {' '.join(said)} " in prompt:
            return f"it holds the answer's text {text.strip()!r}"
    return None


def refuse_leaks(turns: Iterable[Turn]) -> None:
    """AuditFailed naming the first leaking rows."""
    found = ((turn, reason) for turn in turns if (reason := leak(turn)) is not None)
    first = list(islice(found, FIRST))
    if first:
        lines = "\n".join(f"  {turn.image}: {reason}: {turn.prompt!r}" for turn, reason in first)
        raise AuditFailed(
            f"nothing was exported, as prompts contain what is to be learned; the first:\n{lines}",
            "ask without it: another --prompt, or none for the prompt of the task",
        )


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
