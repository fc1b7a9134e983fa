"""No prompt contains what is to be learned."""

from __future__ import annotations

from pathlib import Path

import pytest

from emokg.errors import AuditFailed
from emokg.export import export_split
from emokg.export.inflections import WORDS
from emokg.export.leaks import leak, refuse_leaks
from emokg.export.tasks import TASKS, Turn
from emokg.taxonomy import CES
from emokg.workspace import Workspace
from tests.cli.conftest import Emokg


def turn(prompt: str, emotion: str = "fear", answer: str = "fear", image: str = "x:1") -> Turn:
    return Turn(image, emotion, prompt, answer)


def test_every_emotion_has_words_that_give_it_away() -> None:
    assert set(WORDS) == set(CES)
    for emotion, words in WORDS.items():
        assert emotion in words
        assert all(word.isalpha() and word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("prompt", "word"),
    [
        ("Why does it show fear?", "fear"),
        ("Is it a FEARFUL place?", "fearful"),
        ("Who would be afraid?", "afraid"),
        ("A scared, lonely dog: why?", "scared"),
        ("the fear-inducing bridge", "fear"),
        ("ﬁne but ｆｅａｒ", "fear"),
    ],
)
def test_a_word_that_gives_the_label_away_is_a_leak(prompt: str, word: str) -> None:
    assert leak(turn(prompt)) == f"'{word}' gives away fear"


def test_other_emotions_and_words_that_only_begin_alike_are_no_leak() -> None:
    assert leak(turn("Is it funny, or fearless?")) is None
    assert leak(turn("Why do they fear it?", emotion="awe", answer="awe")) is None


def test_the_answer_and_each_of_its_sentences_are_leaks() -> None:
    answer = "fear: A bridge at night. Nobody is there.\n- subject: bridge"
    assert leak(turn("Nobody, is THERE! Why?", answer=answer)) is not None
    assert leak(turn("A bridge: why?", answer=answer)) is None


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("emotion", CES)
def test_the_prompts_of_the_tasks_do_not_leak(task: str, emotion: str) -> None:
    assert leak(turn(TASKS[task].prompt, emotion, emotion)) is None


def test_the_first_leaking_rows_are_named() -> None:
    turns = [turn("what is it?"), *(turn("fear?", image=f"x:{n}") for n in range(9))]
    with pytest.raises(AuditFailed) as failed:
        refuse_leaks(iter(turns))
    assert [f"x:{n}" in failed.value.message for n in (0, 4, 5)] == [True, True, False]


def test_a_prompt_that_lists_the_emotions_is_refused_and_nothing_is_written(
    everything: Workspace, tmp_path: Path, emokg: Emokg
) -> None:
    ended = emokg(
        *("export", "llamafactory", "--split", "a", "--out", str(tmp_path / "out")),
        *("--prompt", f"Which of {', '.join(CES)}?", "-w", str(everything.root)),
    )
    assert ended.code == 6
    assert "emoset:amusement_00285: 'amusement' gives away amusement" in ended.err
    assert "another --prompt" in ended.err
    assert not (tmp_path / "out").exists()


def test_attributes_that_leak_the_label_are_found(everything: Workspace, tmp_path: Path) -> None:
    prompt = "What does a viewer feel before this {attribute} {subject}?"
    with pytest.raises(AuditFailed, match="gives away"):
        export_split(everything, "qwen-vl", "a", tmp_path / "out", prompt=prompt)
    subjects = "What does a viewer feel before this {subject}?"
    kept = export_split(
        everything, "qwen-vl", "a", tmp_path / "kept", prompt=subjects, where={"source": "photos"}
    )
    assert sum(part.rows for part in kept.parts) == 10
