"""The real program, in a process of its own or in this one, and a workspace of real records."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from emokg.cli import main
from emokg.content import content_folder

PROGRAM = Path(sys.executable).parent / "emokg"


@dataclass(frozen=True)
class Ended:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


Emokg = Callable[..., Ended]
Spawn = Callable[..., subprocess.CompletedProcess[str]]


def environment(**changes: str) -> dict[str, str]:
    """This process's environment without what would steer the program.

    Unbuffered, Python 3.11 drops what a pipe takes no more of, without an error.
    """
    steering = ("EMOKG_", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(steering)}
    return kept | changes


@pytest.fixture
def spawn() -> Spawn:
    """Run the program as a shell does."""

    def spawn(
        *arguments: str, cwd: Path | None = None, **changes: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=cwd,
            env=environment(**changes),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return spawn


@pytest.fixture
def emokg(monkeypatch: pytest.MonkeyPatch) -> Emokg:
    """Run the program's entry point in this process, which is quicker."""
    for name in set(os.environ) - set(environment()):
        monkeypatch.delenv(name)

    def emokg(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["emokg", *arguments])
        with (
            redirect_stdout(StringIO()) as out,
            redirect_stderr(StringIO()) as err,
            pytest.raises(SystemExit) as ended,
        ):
            main()
        code = ended.value.code
        assert isinstance(code, int | None)
        return Ended(code or 0, out.getvalue(), err.getvalue())

    return emokg


@dataclass(frozen=True)
class Demo:
    """The demo workspace, and what making it printed."""

    folder: Path
    out: str
    err: str


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """What `emokg demo` makes and prints."""
    home = tmp_path_factory.mktemp("cli")
    ended = subprocess.run(
        [str(PROGRAM), "demo", "demo"],
        cwd=home,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    return Demo(home / "demo", ended.stdout, ended.stderr)


@pytest.fixture
def demo(made: Demo) -> Path:
    """The demo workspace, to be read only."""
    return made.folder


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo workspace, to be damaged."""
    return shutil.copytree(demo, tmp_path / "copy")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The real data that is shipped."""
    return content_folder("ingest") / "samples"
