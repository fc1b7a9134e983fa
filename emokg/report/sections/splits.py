"""The splits of the workspace, as their certificates say."""

from __future__ import annotations

from emokg.report.drawing.grid import Part, stacked
from emokg.report.figure import Figure, Head, Section, Value, numbers
from emokg.report.material import Material
from emokg.report.sections.emotions import LEGEND
from emokg.splits.certificate import Certificate
from emokg.splits.store import read_certificate, split_names
from emokg.taxonomy import WHEEL


def splits(material: Material) -> Section:
    """Balance of each split over the emotions, and whether its audit passed."""
    names = split_names(material.workspace)
    if not names:
        note = "There is no split yet. To make one: emokg split make standard --name a."
        return Section("splits", "Splits", "", (), (note,))
    figures = [_balance(name, read_certificate(material.workspace, name)) for name in names]
    lead = f"{len(names)} split{'s' if len(names) > 1 else ''}, each with its certificate."
    return Section("splits", "Splits", lead, tuple(figures))


def _balance(name: str, certificate: Certificate) -> Figure:
    made = certificate.made
    rows, drawn = list[list[Value]](), []
    for split, images in made.splits.items():
        counts = dict.fromkeys(WHEEL, 0)
        for cell in made.balance.cells:
            if cell.emotion in counts:
                counts[cell.emotion] += cell.images.get(split, 0)
        labelled = sum(counts.values())
        rows.append([split, images, *counts.values(), made.balance.jensen_shannon.get(split)])
        parts = [
            Part(count / labelled, f"{split}, {emotion}: {count:,} of {labelled:,}", f"e-{emotion}")
            for emotion, count in counts.items()
            if count
        ]
        drawn.append((split, parts))
    heads = [
        Head("split"),
        Head("images", "count"),
        *(Head(emotion, "count") for emotion in WHEEL),
        Head("divergence", "number", "Jensen-Shannon over CES × source, from all splits, in bits"),
    ]
    title = f"Split {name}: {made.kind}"
    return Figure(
        f"split-{name}",
        title,
        f"{made.promise[:1].upper()}{made.promise[1:].rstrip('.')}. Seed {made.seed}; "
        f"{made.components.of_several:,} groups of near duplicates, the largest of "
        f"{made.components.largest:,} images, each in one split. {_audit(certificate)} Graph "
        f"{made.graph[:12]}.",
        stacked(drawn, title),
        numbers(heads, rows),
        legend=LEGEND,
    )


def _audit(certificate: Certificate) -> str:
    audit = certificate.audit
    if audit is None:
        return "Not audited yet (emokg split audit)."
    if not audit.passed:
        return f"Its audit failed: {'; '.join(audit.problems)}."
    return " ".join(["Its audit passed.", *(f"But {sentence}." for sentence in audit.unseen())])
