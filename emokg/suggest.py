"""Names near a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from emokg import taxonomy
from emokg.errors import UnknownName

_SHOWN = 5
_CLOSE = 0.6
_COMPARED = 200


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """`did you mean a or b?`, or None where nothing is near."""
    near = get_close_matches(name, list(known), n=3, cutoff=_CLOSE)
    return f"did you mean {' or '.join(near)}?" if near else None


def emotion(name: str) -> str:
    """Like `taxonomy.emotion`, whose error also names what is near."""
    try:
        return taxonomy.emotion(name)
    except UnknownName as error:
        near = did_you_mean(name.strip().lower(), taxonomy.CES)
        raise UnknownName(error.message, f"{near} {error.hint}" if near else error.hint) from None


def nearest_phrases(phrase: str, known: Iterable[str]) -> list[str]:
    """The few phrases most like `phrase`, among any number of them, most like first."""
    wanted = _pieces(phrase)
    scored = ((_overlap(wanted, _pieces(other)), other) for other in known)
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    ratios = [
        (SequenceMatcher(None, phrase, other).ratio(), other) for _, other in best[:_COMPARED]
    ]
    ratios.sort(key=lambda pair: (-pair[0], pair[1]))
    return [other for ratio, other in ratios if ratio >= _CLOSE / 2][:_SHOWN]


def _pieces(phrase: str) -> frozenset[str]:
    padded = f" {phrase} "
    return frozenset(padded[start : start + 2] for start in range(len(padded) - 1))


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second)
