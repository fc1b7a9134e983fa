"""What came of the TCK: counts by folder, and which scenarios are not equal or rejected.

`python -m tests.tck.ledger` judges every scenario, prints the counts and writes `expected.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.tck.outcomes import Outcome, Verdict, judge_all
from tests.tck.scenarios import scenarios, tck_folder

EXPECTED = Path(__file__).with_name("expected.json")
KINDS = ("answers", "errors", "temporal")
LISTED = (Outcome.REFUSED, Outcome.MISSED, Outcome.UNREAD)


def kind(verdict: Verdict) -> str:
    """What a scenario is about: an answer, an error, or, whatever it expects, times."""
    if verdict.scenario.temporal:
        return "temporal"
    return "errors" if isinstance(verdict.scenario.expected, str) else "answers"


def summary(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """Counts by kind and folder, and the keys of what is refused, missed or unread."""
    counts: dict[str, dict[str, Counter[str]]] = {name: {} for name in KINDS}
    listed: dict[str, list[str]] = {outcome.value: [] for outcome in LISTED}
    for verdict in verdicts:
        folders = counts[kind(verdict)]
        folders.setdefault(verdict.scenario.folder, Counter())[verdict.outcome.value] += 1
        if verdict.outcome in LISTED:
            listed[verdict.outcome.value].append(verdict.scenario.key)
    return {"counts": counts, **listed}


def shown(counts: dict[str, dict[str, dict[str, int]]]) -> str:
    """The counts as lines of text, a total below each kind."""
    lines = []
    for name, folders in counts.items():
        total: Counter[str] = Counter()
        for folder in sorted(folders):
            total.update(folders[folder])
            lines.append(f"{name:9} {folder:40} {_words(folders[folder])}")
        lines.append(f"{name:9} {'all':40} {_words(total)}")
    return "\n".join(lines)


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[o.value]} {o.value}" for o in Outcome if counts.get(o.value))


def main() -> None:
    """Judge, print, write."""
    folder = tck_folder()
    if folder is None:
        raise SystemExit("No TCK: set EMOKG_TEST_TCK to a folder with features/")
    verdicts = judge_all(scenarios(folder))
    found = summary(verdicts)
    print(shown(found["counts"]))
    for verdict in verdicts:
        if verdict.outcome is Outcome.WRONG:
            print(f"wrong: {verdict.scenario.key}: {verdict.detail}\n{verdict.scenario.query}")
    text = json.dumps(found, indent=1, sort_keys=True)
    EXPECTED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
