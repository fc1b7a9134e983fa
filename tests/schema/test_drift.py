"""What is generated is what the source says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from emokg.content import content_folder

SCHEMA = content_folder("schema")


def generate(schema: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(schema / "generate.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_committed_files_are_up_to_date() -> None:
    done = generate(SCHEMA, "--check")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_changed_source_names_the_files_that_differ_and_generating_mends_them(
    tmp_path: Path,
) -> None:
    copy = tmp_path / "schema"
    shutil.copytree(SCHEMA, copy)
    source = copy / "emokg.yaml"
    text = source.read_text(encoding="utf-8")
    assert "      split: {annotations: {indexed: true}}\n" in text
    source.write_text(text.replace("      split: {annotations: {indexed: true}}\n", ""), "utf-8")
    (copy / "generated" / "old.sql").write_text("SELECT 1;", encoding="utf-8")

    done = generate(copy, "--check")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "schema/generated/emokg.neo4j.cypher",
        "schema/generated/old.sql",
    ]

    assert generate(copy).returncode == 0
    left = {path.name for path in (copy / "generated").iterdir()}
    assert left == {path.name for path in (SCHEMA / "generated").iterdir()}
    made = (copy / "generated" / "emokg.neo4j.cypher").read_text(encoding="utf-8")
    assert "image_origin" in made
    assert "image_split" not in made
