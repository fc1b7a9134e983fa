"""`README.md`: the card of a data set on the Hugging Face hub, made from the manifest."""

from __future__ import annotations

from pathlib import Path

import yaml

from emokg.export.manifest import Manifest

CARD = "README.md"


def write_card(folder: Path, manifest: Manifest) -> list[str]:
    """Write the card."""
    head = yaml.safe_dump(_front(manifest), sort_keys=False, allow_unicode=True)
    body = "\n".join(_body(manifest))
    (folder / CARD).write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    return [CARD]


def _front(manifest: Manifest) -> dict[str, object]:
    files = [
        {"split": part.split.replace("-", "_"), "path": f"{part.split}/*"}
        for part in manifest.parts
        if part.rows
    ]
    return {
        "pretty_name": f"EmoKG export, split {manifest.split.name}",
        "license": "other",
        "license_name": "per-image",
        "task_categories": ["image-classification", "image-text-to-text"],
        "tags": ["emotion", "affective-computing", "knowledge-graph"],
        "configs": [{"config_name": "default", "data_files": files}],
    }


def _body(manifest: Manifest) -> list[str]:
    split = manifest.split
    proven = "its audit passed" if split.audited else "it was not audited"
    return [
        f"# EmoKG export, split {split.name}",
        "",
        f"Images with their emotion and what explains it, exported by EmoKG {manifest.emokg}:",
        f"`{manifest.command}`.",
        "",
        "| split | images |",
        "| --- | --- |",
        *(f"| {part.split} | {part.rows:,} |" for part in manifest.parts),
        "",
        f"The split is of kind {split.kind} with seed {split.seed}; {proven} "
        f"(certificate `{split.certificate}`).",
        f"The graph is `{manifest.graph}`.",
        "",
        "## Licences",
        "",
        "The column `license` gives the terms of each image.",
        "",
        "| licence | images |",
        "| --- | --- |",
        *(f"| {name} | {count:,} |" for name, count in manifest.licenses.items()),
        "",
        "## Limits",
        "",
        "`emotion` is one of Mikels' eight: amusement, anger, awe, contentment, disgust, "
        "excitement, fear, sadness. It says what a picture may evoke in viewers, not what anybody "
        "in it feels. Descriptions and triplets may come from models. File names in `uri` and "
        "descriptions can hold the label: neither belongs into a prompt.",
    ]
