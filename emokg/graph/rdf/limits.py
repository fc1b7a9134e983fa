"""A time limit for work that an engine does without looking up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from emokg.errors import LimitExceeded

T = TypeVar("T")


def within(seconds: float | None, work: Callable[[threading.Event], T]) -> T:
    """What the work returns or raises; LimitExceeded where it takes longer than `seconds`.

    The engine cannot be interrupted: work that overran ends by itself, at the latest when it next
    looks at the event it was given.
    """
    results: list[T] = []
    errors: list[BaseException] = []
    stop = threading.Event()

    def run() -> None:
        try:
            results.append(work(stop))
        except BaseException as error:  # handed to whoever waits
            # without its frames: pyoxigraph's answers must not outlive the thread they are made in
            errors.append(error.with_traceback(None))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    finally:
        stop.set()
    if errors:
        raise errors[0]
    if not results:
        raise LimitExceeded(
            f"The answer was not complete after {seconds:g} seconds",
            "Narrow the question, or raise the time limit (timeout).",
        )
    return results[0]
