"""What a model is asked about an image, and what it is to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from emokg.errors import UnknownName, UsageError
from emokg.export.example import Example, Explanation

BLANKS = ("background", "attribute", "subject")
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Turn:
    """A prompt about an image and its answer; `emotion` is the image's CES."""

    image: str
    emotion: str
    prompt: str
    answer: str


@dataclass(frozen=True)
class Task:
    """The prompt where none is given, and the answer; None where an image does not have one."""

    prompt: str
    answer: Callable[[Example], str | None]
    lacks: str


def _emotion(example: Example) -> str | None:
    return example.emotion


def _explain(example: Example) -> str | None:
    if example.description is None:
        return None
    lines = (_line(triplet) for triplet in example.triplets)
    return "\n".join([f"{example.emotion}: {example.description}", *lines])


def _line(triplet: Explanation) -> str:
    said = (f"{name}: {triplet[name]}" for name in BLANKS if triplet[name] is not None)
    return "- " + "; ".join(said)


TASKS: Mapping[str, Task] = {
    "emotion": Task(
        "Which one of Mikels' eight emotions does this picture evoke in a viewer? "
        "Answer with its name.",
        _emotion,
        "no CES label",
    ),
    "explain": Task(
        "Which one of Mikels' eight emotions does this picture evoke in a viewer, and why? "
        "Name it, say what evokes it, then list every background, attribute and subject that does.",
        _explain,
        "no description that argues for the label",
    ),
}


def find_task(name: str) -> Task:
    """The task called `name`. UnknownName."""
    if name not in TASKS:
        raise UnknownName(f"no task {name!r}", f"tasks: {', '.join(TASKS)}")
    return TASKS[name]


def check_prompt(prompt: str) -> None:
    """UsageError for a prompt that is empty or has an unknown blank."""
    wrong = [name for name in _BLANK.findall(prompt) if name not in BLANKS]
    known = ", ".join(f"{{{name}}}" for name in BLANKS)
    if wrong:
        raise UsageError(f"a prompt cannot have the blank {{{wrong[0]}}}", f"blanks: {known}")
    if not prompt.strip():
        raise UsageError("the prompt is empty", "leave --prompt out for that of the task")
    if "<image>" in prompt:
        raise UsageError("a prompt cannot hold <image>", "the format puts the picture before it")


def ask(example: Example, task: Task, prompt: str) -> Turn | str:
    """The turn about an image; or, as text, what it lacks. Blanks hold its distinct phrases."""
    answer = task.answer(example)
    if answer is None or example.emotion is None:
        return task.lacks
    for name in dict.fromkeys(_BLANK.findall(prompt)):
        phrases = dict.fromkeys(triplet[name] for triplet in example.triplets)
        said = ", ".join(phrase for phrase in phrases if phrase is not None)
        if not said:
            return f"no {name} for the prompt"
        prompt = prompt.replace(f"{{{name}}}", said)
    return Turn(example.id, example.emotion, prompt, answer)
