"""What was asked for, checked before anything is read, and as the command that asks for it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import get_args

from emokg.errors import UnknownName, UsageError
from emokg.export.formats.format import Format
from emokg.export.manifest import Asked, Pictures
from emokg.export.tasks import check_prompt, find_task

TASK = "emotion"


def asked_for(
    exporter: str,
    form: Format,
    split: str,
    task: str | None,
    prompt: str | None,
    where: Mapping[str, str],
    license_allow: Sequence[str],
    pictures: str | None,
) -> Asked:
    """With what is usual for what is None. UsageError for what means nothing to the format."""
    if not form.asks:
        for name, value in (("task", task), ("prompt", prompt)):
            if value is not None:
                raise UsageError(
                    f"--{name} means nothing to {exporter}: it has no prompts", "leave it out"
                )
    else:
        usual = find_task(TASK if task is None else task)
        task, prompt = task or TASK, usual.prompt if prompt is None else prompt
        check_prompt(prompt)
    return Asked(
        exporter=exporter,
        split=split,
        task=task,
        prompt=prompt,
        where=dict(sorted(where.items())),
        license_allow=sorted(set(license_allow)),
        pictures=_pictures(exporter, form, pictures),
    )


def _pictures(exporter: str, form: Format, given: str | None) -> Pictures:
    if given is None:
        return form.pictures[0]
    for way in form.pictures:
        if way == given:
            return way
    if given not in get_args(Pictures):
        raise UnknownName(f"no way {given!r} to hold pictures", f"ways: {_listed(form)}")
    raise UsageError(f"{exporter} cannot hold pictures by {given}", f"it can by: {_listed(form)}")


def _listed(form: Format) -> str:
    return ", ".join(form.pictures)


def command(asked: Asked) -> str:
    """The command line that asks for it, without workspace and folder."""
    words = ["emokg", "export", asked.exporter, "--split", asked.split]
    if asked.task is not None and asked.prompt is not None:
        words += ["--task", asked.task]
        if asked.prompt != find_task(asked.task).prompt:
            words += ["--prompt", asked.prompt]
    for key, value in asked.where.items():
        words += ["--where", f"{key}={value}"]
    for name in asked.license_allow:
        words += ["--license-allow", name]
    words += ["--pictures", asked.pictures]
    return shlex.join(words)
