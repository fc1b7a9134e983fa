"""Every command of the README runs, and prints what the README says it prints.

A `console` block is a session: `$ ` lines are typed in the folder where `make demo` was run, the
lines below are what came back. Seconds differ from run to run; nothing else may. A `pycon` block is
a session with Python in the same folder.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SET_UP = {"make demo", "make test", "make bench"}


@dataclass(frozen=True)
class Session:
    """One command and the output printed below it."""

    command: str
    output: str


def sessions(text: str) -> Iterator[Session]:
    for block in re.findall(r"^```console\n(.*?)^```", text, re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield Session(command, output)


def same_but_for_time(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
    return re.sub(r"\d+(\.\d+)? s\b", "N s", lines)


ALL = list(sessions(README.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks as the README's reader sees it after `make demo`."""
    folder = tmp_path_factory.mktemp("readme")
    result = run("emokg demo demo", folder)
    assert result.returncode == 0, result.stderr
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    scripts = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": scripts + os.pathsep + os.environ["PATH"],
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_readme_has_the_daily_jobs() -> None:
    assert len([session for session in ALL if session.command not in SET_UP]) >= 4


@pytest.mark.parametrize(
    "session", [s for s in ALL if s.command not in SET_UP], ids=lambda s: s.command
)
def test_the_command_prints_what_the_readme_says(session: Session, checkout: Path) -> None:
    result = run(session.command, checkout)
    assert result.returncode == 0, result.stderr
    assert same_but_for_time(result.stdout) == same_but_for_time(session.output)


@pytest.mark.parametrize(
    "block", re.findall(r"^```pycon\n(.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
)
def test_python_answers_what_the_readme_says(
    block: str, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)
    examples = doctest.DocTestParser().get_doctest(block, {}, "README.md", None, None)
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_the_set_up_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^\$ |`)make ([a-z]+)", README.read_text(), re.M))
    assert named
    assert named <= targets


def test_every_picture_and_file_the_readme_names_exists() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)]+)\)", README.read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert (ROOT / link).exists(), link
