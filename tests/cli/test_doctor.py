"""`emokg doctor`: what is installed, what works, what is stale."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

import pytest

from emokg.cli.doctor import PACKAGES
from tests.cli.conftest import Emokg, Spawn

Findings = dict[str, dict[str, str]]


def findings(out: str) -> Findings:
    return {row["what"]: row for row in json.loads(out)}


def test_a_healthy_installation_without_a_workspace_is_fine(tmp_path: Path, spawn: Spawn) -> None:
    ended = spawn("doctor", "--format", "json", cwd=tmp_path)
    assert ended.returncode == 0
    found = findings(ended.stdout)
    assert found["workspace"]["state"] == "absent"
    assert "emokg init DIR" in found["workspace"]["what_to_do"]
    assert found["Cypher engine"] | {"what_to_do": None} == {
        "what": "Cypher engine",
        "state": "ok",
        "detail": "RETURN 6 * 7 gives 42",
        "what_to_do": None,
    }
    assert found["content"]["detail"] == "27 questions, 8 sources"
    assert found["SPARQL engine"]["detail"] == "SELECT (6 * 7 AS ?answer) gives 42"
    for package in ("duckdb", "pyoxigraph", "networkx", "neo4j"):
        assert found[package]["state"] == "ok"


def test_it_looks_at_every_package_that_emokg_needs() -> None:
    needed = [text for text in metadata.requires("emokg") or () if "extra ==" not in text]
    names = {re.split(r"[<>=! ;]", text)[0].lower() for text in needed}
    assert {package.lower() for package in PACKAGES} == names


def test_a_healthy_workspace_is_fine(demo: Path, emokg: Emokg) -> None:
    ended = emokg("doctor", "-w", str(demo), "-f", "json")
    assert ended.code == 0
    found = findings(ended.out)
    states = {what: found[what]["state"] for what in ("workspace", "records", "graph")}
    assert set(states.values()) == {"ok"}
    assert found["records"]["detail"].startswith("1,295 images, fingerprint ")
    assert found["DES index emoset-vlm"]["state"] == "ok"


def test_a_terminal_of_a_hundred_columns_shows_what_to_do(tmp_path: Path, spawn: Spawn) -> None:
    out = spawn("doctor", cwd=tmp_path, COLUMNS="100", SHELL="/bin/bash", HOME=str(tmp_path)).stdout
    assert "not installed for bash → emokg --install-completion" in out
    assert max(len(line) for line in out.splitlines()) <= 100


def test_the_table_names_every_finding(demo: Path, emokg: Emokg) -> None:
    out = emokg("doctor", "-w", str(demo)).out
    for what in ("python", "duckdb", "Cypher engine", "shell completion", "DES index emoset-vlm"):
        assert what in out


def test_a_workspace_that_was_named_and_is_not_there_is_broken(
    tmp_path: Path, emokg: Emokg
) -> None:
    ended = emokg("doctor", "-w", str(tmp_path / "nowhere"), "-f", "json")
    assert ended.code == 3
    assert findings(ended.out)["workspace"]["state"] == "broken"


def test_a_new_workspace_has_nothing_yet(tmp_path: Path, emokg: Emokg, samples: Path) -> None:
    new = str(tmp_path / "new")
    emokg("init", new)
    ended = emokg("doctor", "-w", new, "-f", "json")
    assert ended.code == 0
    found = findings(ended.out)
    assert found["records"]["state"] == "absent"
    assert found["records"]["what_to_do"] == "emokg ingest PATH"
    assert found["graph"]["state"] == "absent"
    assert "emokg graph build" in found["graph"]["what_to_do"]


def test_what_is_older_than_the_records_is_stale_but_usable(copy: Path, emokg: Emokg) -> None:
    add_a_vector(copy, emokg)
    ended = emokg("doctor", "-w", str(copy), "-f", "json")
    assert ended.code == 0
    found = findings(ended.out)
    assert found["graph"]["state"] == "stale"
    assert found["graph"]["what_to_do"] == "emokg graph build"
    assert found["DES index emoset-vlm"]["state"] == "stale"
    assert "emokg index build" in found["DES index emoset-vlm"]["what_to_do"]
    page = " ".join(emokg("doctor", "-w", str(copy)).out.split())
    assert "older than the records → emokg graph build" in page
    assert page.count("emokg graph build") == 1
    assert page.count("emokg index build") == 1
    assert emokg("cypher", "RETURN 1 AS one", "-w", str(copy)).code == 0


def test_a_graph_of_another_schema_is_broken(copy: Path, emokg: Emokg) -> None:
    description = copy / "graph" / "graph.json"
    text = json.loads(description.read_text())
    description.write_text(json.dumps(text | {"model": "0" * 64}))
    ended = emokg("doctor", "-w", str(copy), "-f", "json")
    assert ended.code == 3
    graph = findings(ended.out)["graph"]
    assert graph["state"] == "broken"
    assert "another schema" in graph["detail"]
    assert "emokg graph build" in graph["what_to_do"]


def add_a_vector(workspace: Path, emokg: Emokg) -> None:
    """One more image of the same source, with its vector."""
    import numpy as np

    from emokg.content import content_folder

    sample = content_folder("ingest") / "samples" / "emoset-vlm"
    (record, *_) = (sample / "records.jsonl").read_text(encoding="utf-8").splitlines()
    vectors = np.load(sample / "des.npy")[:1]
    more = workspace.parent / "more"
    more.mkdir()
    (more / "records.jsonl").write_text(record.replace("amusement_00097", "amusement_99999") + "\n")
    (more / "des_ids.txt").write_text("amusement_99999\ttrain\n")
    np.save(more / "des.npy", vectors)
    ended = emokg("ingest", str(more), "--source", "emoset-vlm", "-w", str(workspace), "--strict")
    assert ended.code == 0, ended.err


def test_a_truncated_graph_is_broken_and_an_index_that_is_gone_absent(
    copy: Path, emokg: Emokg
) -> None:
    (graph,) = (copy / "graph").glob("*.duckdb")
    graph.write_bytes(graph.read_bytes()[:-4096])
    (copy / "des" / "emoset-vlm" / "index.json").unlink()
    ended = emokg("doctor", "-w", str(copy), "-f", "json")
    assert ended.code == 3
    found = findings(ended.out)
    assert found["graph"]["state"] == "broken"
    assert graph.name in found["graph"]["detail"]
    assert "emokg graph build" in found["graph"]["what_to_do"]
    assert found["DES index emoset-vlm"]["state"] == "absent"


def test_damaged_records_are_broken(copy: Path, emokg: Emokg) -> None:
    part = next((copy / "records" / "images").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-1])
    ended = emokg("doctor", "-w", str(copy), "-f", "json")
    assert ended.code == 3
    assert findings(ended.out)["records"]["state"] == "broken"
    assert part.name in findings(ended.out)["records"]["detail"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_it_knows_whether_completion_is_installed(
    shell: str, tmp_path: Path, emokg: Emokg, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.completion import install

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", f"/bin/{shell}")
    before = findings(emokg("doctor", "-f", "json").out)["shell completion"]
    assert before["state"] == "absent"
    assert before["what_to_do"] == "emokg --install-completion"
    install(shell=shell, prog_name="emokg", complete_var="_EMOKG_COMPLETE")
    after = findings(emokg("doctor", "-f", "json").out)["shell completion"]
    assert after["state"] == "ok"
