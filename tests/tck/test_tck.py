"""The openCypher TCK on the embedded engine: an answer is right, or it is refused by name."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.tck.ledger import EXPECTED, kind, shown, summary
from tests.tck.outcomes import Outcome, Verdict, judge_all
from tests.tck.scenarios import scenarios, tck_folder

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    folder = tck_folder()
    assert folder is not None
    return judge_all(scenarios(folder))


@pytest.fixture(scope="module")
def expected() -> Any:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_no_answer_is_wrong(verdicts: list[Verdict]) -> None:
    wrong = [v for v in verdicts if v.outcome is Outcome.WRONG]
    assert [f"{v.scenario.key}: {v.detail}" for v in wrong] == []


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.MISSED, Outcome.UNREAD])
def test_nothing_more_is_left_out(verdicts: list[Verdict], expected: Any, outcome: Outcome) -> None:
    known = set(expected[outcome.value])
    new = [v for v in verdicts if v.outcome is outcome and v.scenario.key not in known]
    assert [f"{v.scenario.key}: {v.detail}" for v in new] == []


def test_every_scenario_is_judged(verdicts: list[Verdict], expected: Any) -> None:
    print(shown(summary(verdicts)["counts"]))
    recorded = sum(
        sum(counts.values()) for kinds in expected["counts"].values() for counts in kinds.values()
    )
    assert len(verdicts) == recorded


def test_nine_of_ten_answers_are_equal(verdicts: list[Verdict]) -> None:
    outcomes = Counter(v.outcome for v in verdicts if kind(v) == "answers")
    assert outcomes[Outcome.EQUAL] >= 0.9 * outcomes.total()
