"""The catalogue of named questions, and the statistics that make their counts publishable.

In: a question's name, its parameters, and a graph that answers Cypher or SPARQL. Out: a Table. Not
its business: how the graph is stored, and how either is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emokg.query.catalogue import find_question, question_table, questions
    from emokg.query.question import Question
    from emokg.query.run import run_question

__all__ = ["Question", "find_question", "question_table", "questions", "run_question"]

_HOMES = {
    "Question": "question",
    "find_question": "catalogue",
    "question_table": "catalogue",
    "questions": "catalogue",
    "run_question": "run",
}


def __getattr__(name: str) -> Any:
    """The public names, imported when first used: Arrow and NumPy are heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
