"""What holds for every command: help, options, exit codes, pipes, the workspace that is meant."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Emokg, Spawn, environment

COMMANDS = (
    ("init",),
    ("ingest",),
    ("graph", "build"),
    ("graph", "check"),
    ("query", "list"),
    ("query", "show"),
    ("query", "run"),
    ("cypher",),
    ("index", "build"),
    ("index", "search"),
    ("index", "check"),
    ("stats",),
    ("demo",),
    ("doctor",),
)
HEAVY = (
    "numpy",
    "scipy",
    "pyarrow",
    "duckdb",
    "faiss",
    "pandas",
    "polars",
    "yaml",
    "torch",
    "sklearn",
)
SLOW = (
    "MATCH (a:Image), (b:Image), (c:Image) "
    "RETURN sum(size(a.id) + size(b.id) + size(c.id)) AS length"
)


@pytest.mark.parametrize("command", [(), ("graph",), ("query",), ("index",), *COMMANDS])
def test_every_command_has_help(command: tuple[str, ...], emokg: Emokg) -> None:
    ended = emokg(*command, "--help")
    assert ended.code == 0
    assert f"Usage: emokg {' '.join(command)}".rstrip() in ended.out
    assert ended.err == ""


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nsys.argv = ['emokg', '--help']\nfrom emokg.cli import main\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(' '.join(heavy) or 0)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_a_table_in_a_pipe_needs_no_optional_library(demo: Path) -> None:
    script = (
        "import sys\n"
        "sys.argv = ['emokg', 'query', 'run', 'hubs', '-p', 'limit=1', '-w', sys.argv[1]]\n"
        "for name in ('pandas', 'polars', 'torch'):\n    sys.modules[name] = None\n"
        "from emokg.cli import main\nmain()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(demo)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_the_version_is_that_of_the_distribution(emokg: Emokg) -> None:
    from importlib.metadata import version

    assert emokg("--version").out == version("emokg") + "\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("qurey", "list"), "Did you mean 'query'?"),
        (("query", "rnu"), "Did you mean 'run'?"),
        (("query", "list", "--formt", "json"), "--format"),
        (("query", "list", "--format", "xml"), "'xml' is not one of"),
        (("query", "run"), "Missing argument"),
        (("index", "search", "--image", "a", "-k", "0"), "-k"),
        (("index", "search", "--image", "a", "-k", "many"), "valid integer"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_what_is_wrong(
    arguments: tuple[str, ...], message: str, emokg: Emokg
) -> None:
    ended = emokg(*arguments)
    assert ended.code == 2
    assert message in ended.err
    assert ended.out == ""


def test_there_is_no_traceback_without_debug(demo: Path, spawn: Spawn) -> None:
    ended = spawn("cypher", "RETURN 1/0 AS x", "-w", str(demo))
    assert ended.returncode == 3
    assert ended.stderr == "error: / by zero\n"


@pytest.mark.parametrize("how", ["option", "variable"])
def test_debug_shows_the_traceback(how: str, demo: Path, spawn: Spawn) -> None:
    arguments = ["cypher", "RETURN 1/0 AS x", "-w", str(demo)]
    by_option = how == "option"
    ended = spawn(*arguments, "--debug") if by_option else spawn(*arguments, EMOKG_DEBUG="1")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
    assert "CypherRuntimeError: / by zero" in ended.stderr


def test_what_the_operating_system_refuses_names_the_path(tmp_path: Path, emokg: Emokg) -> None:
    home = tmp_path / "file"
    home.write_text("")
    ended = emokg("init", str(home / "below"))
    assert ended.code == 3
    assert str(home / "below") in ended.err
    assert "error: " in ended.err


def test_ctrl_c_ends_with_130_and_no_words(demo: Path) -> None:
    process = subprocess.Popen(
        [str(PROGRAM), "cypher", SLOW, "-w", str(demo), "--verbose"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == f"workspace: {demo}\n"
    time.sleep(1.0)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "")


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "parquet"])
def test_a_reader_that_leaves_ends_the_program_quietly(form: str, demo: Path) -> None:
    rows = "UNWIND range(1, 50000) AS x RETURN x, 'a text of some length' AS text"
    process = subprocess.Popen(
        [str(PROGRAM), "cypher", rows, "-w", str(demo), "--format", form],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), err) == (141, b"")


def test_a_full_disk_is_said(demo: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [str(PROGRAM), "stats", "-w", str(demo)],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 3
    assert "No space left on device" in ended.stderr


def test_no_color_is_honoured(demo: Path, spawn: Spawn) -> None:
    colour = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "100"}
    arguments = ["cypher", "RETRUN 1", "-w", str(demo)]
    assert "\x1b[1;31m" in spawn(*arguments, **colour).stderr
    assert "\x1b[1;31m" not in spawn(*arguments, **colour, NO_COLOR="1").stderr


def test_quiet_leaves_errors_and_data(demo: Path, emokg: Emokg) -> None:
    where = ("--where", "emotion=contentment", "--where", "attribute=eerie")
    search = ("index", "search", "--image", "emoset:fear_12179", *where, "-w", str(demo))
    assert "notice: 0 rows instead of 10" in emokg(*search).err
    assert emokg(*search, "--quiet").err == ""
    assert emokg(*search, "--quiet").out == emokg(*search).out
    assert emokg("cypher", "RETRUN 1", "-w", str(demo), "--quiet").err.startswith("error: ")


def test_verbose_says_which_workspace_answers(demo: Path, emokg: Emokg) -> None:
    ended = emokg("cypher", "RETURN 1 AS one", "-w", str(demo), "--verbose")
    assert ended.err == f"workspace: {demo}\nrows: 1\n"


def test_the_option_comes_before_the_variable_before_the_folder(
    demo: Path, tmp_path: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("nearest", "named"):
        assert emokg("init", str(tmp_path / name)).code == 0
    monkeypatch.chdir(tmp_path / "nearest" / "records")

    def root(*arguments: str) -> str:
        return emokg("stats", "--verbose", *arguments).err.splitlines()[0]

    assert root() == f"workspace: {tmp_path / 'nearest'}"
    monkeypatch.setenv("EMOKG_WORKSPACE", str(tmp_path / "named"))
    assert root() == f"workspace: {tmp_path / 'named'}"
    assert root("-w", str(demo)) == f"workspace: {demo}"


def test_a_workspace_that_is_not_there_is_said_with_who_named_it(
    tmp_path: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    nowhere = str(tmp_path / "nowhere")
    by_nobody, by_option = emokg("stats"), emokg("stats", "-w", nowhere)
    monkeypatch.setenv("EMOKG_WORKSPACE", nowhere)
    by_variable = emokg("stats")
    assert [ended.code for ended in (by_option, by_variable, by_nobody)] == [2, 2, 2]
    assert by_option.err == (
        f"error: {nowhere} is not a workspace\nmake one: emokg init {nowhere}\n"
    )
    assert "(EMOKG_WORKSPACE names it)" in by_variable.err
    assert f"there is no workspace in {tmp_path} or above it" in by_nobody.err
    assert "-w DIR" in by_nobody.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str, emokg: Emokg) -> None:
    ended = emokg("--show-completion", shell)
    assert ended.code == 0
    assert "_EMOKG_COMPLETE" in ended.out


@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        ("emokg q", "query", "cypher"),
        ("emokg query ", "run", "check"),
        ("emokg query run attributes-", "attributes-evoking", "hubs"),
        ("emokg query show source-", "source-bias", "hubs"),
        ("emokg query run contrast -p ", "against=", "image="),
        ("emokg query run contrast -p emotion=fear -p ag", "against=", "emotion="),
        ("emokg query run contrast -p kind=", "kind=subject", "against="),
        ("emokg query run contrast -p emotion=f", "emotion=fear", "emotion=awe"),
        ("emokg stats --form", "--format", "--quiet"),
    ],
)
def test_completion_offers_commands_options_and_questions(
    typed: str, offered: str, not_offered: str, spawn: Spawn
) -> None:
    ended = spawn(
        _EMOKG_COMPLETE="complete_bash",
        COMP_WORDS=typed,
        COMP_CWORD=str(len(typed.split(" ")) - 1),
    )
    words = ended.stdout.split()
    assert offered in words
    assert not_offered not in words
