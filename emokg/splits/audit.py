"""`split audit`: the proof that a split does not leak, from the graph and the records alone.

Nothing of the certificate is believed but what was asked for. Evidence is the graph's and what the
records say now, so that near duplicates nobody had looked for are found too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from emokg.cypher import open_graph
from emokg.errors import AuditFailed
from emokg.graph.description import read_description
from emokg.records import EvidenceKind
from emokg.sources.duplicates import KINDS, Settings, evidence_now
from emokg.splits.balance import balance
from emokg.splits.certificate import Audit, Certificate, Made, assignment_hash
from emokg.splits.compared import compared
from emokg.splits.components import components, leaks, torn
from emokg.splits.inflation import Inflation, inflation
from emokg.splits.make import counted, sizes, sizes_of
from emokg.splits.pool import NOWHERE, Ints, Texts
from emokg.splits.reading import Everything, read_everything
from emokg.splits.resolver import find_kind
from emokg.splits.store import read_assignment, read_certificate, split_folder, write_certificate
from emokg.workspace import Workspace

FIRST = 10
"""Broken promises that are named."""


def audit_split(
    workspace: Workspace,
    name: str,
    kinds: Sequence[EvidenceKind] = KINDS,
    settings: Settings | None = None,
) -> Certificate:
    """Prove a split and write what was found into its certificate.

    `kinds` of evidence are looked for anew; what the graph holds counts in any case. Raises
    AuditFailed naming the first leaks; UnknownName, DataError for a stale graph, DamagedFile.
    """
    certificate = read_certificate(workspace, name)
    assignment = read_assignment(workspace, name)
    settings = settings or Settings()
    with open_graph(workspace) as graph:
        everything = read_everything(graph)
    new = evidence_now(workspace, kinds, settings).select(["image", "other", "evidence"])
    evidence = _united(everything.evidence, new)
    component = components(everything.ids, evidence)
    split, problems = _placed(everything.ids, assignment)
    problems = _leaking(everything.ids, split, component, evidence) + problems
    problems += _broken(certificate.made, everything, split)
    of_pool = split[everything.labelled]
    audit = Audit(
        passed=not problems,
        problems=problems,
        records=workspace.fingerprint(),
        graph=read_description(workspace).sha256,
        radius=settings.radius,
        cosine=settings.cosine,
        compared=compared(workspace, kinds, everything.ids[split != NOWHERE]),
        evidence=counted(evidence),
        components=sizes_of(component),
        splits=sizes(split),
        balance=balance(everything.pool, of_pool) if (of_pool != NOWHERE).any() else None,
        inflation=_inflation(workspace, everything, of_pool, certificate.made.seed),
    )
    certificate = certificate.audited(audit)
    write_certificate(split_folder(workspace, name), certificate)
    if problems:
        raise _failed(certificate.made, problems)
    return certificate


def _united(old: pa.Table, new: pa.Table) -> pa.Table:
    both = pa.concat_tables([old.select(new.column_names).cast(new.schema), new])
    order = [(column, "ascending") for column in new.column_names]
    return both.group_by(new.column_names, use_threads=False).aggregate([]).sort_by(order)


def _placed(ids: Texts, assignment: pa.Table) -> tuple[Texts, list[str]]:
    """The split of every image of the graph; and rows that name none, or one twice."""
    names = np.array(assignment["image"].to_pylist(), np.str_)
    values = np.array(assignment["split"].to_pylist(), np.str_)
    row = np.minimum(np.searchsorted(ids, names), len(ids) - 1)
    known = ids[row] == names
    problems = [f"{name} is not in the graph" for name in names[~known][:FIRST]]
    repeated, first, counts = np.unique(names, return_index=True, return_counts=True)
    problems += [f"{name} is there twice or more" for name in repeated[counts > 1][:FIRST]]
    split = np.full(len(ids), NOWHERE, values.dtype if len(values) else "<U1")
    once: NDArray[np.bool_] = np.zeros(len(names), np.bool_)
    once[first] = True
    split[row[known & once]] = values[known & once]
    return split, problems


def _leaking(ids: Texts, split: Texts, component: Ints, evidence: pa.Table) -> list[str]:
    number = torn(split, component)
    if not number:
        return []
    told = [str(leak) for leak in leaks(ids, split, component, evidence)]
    groups = "group" if number == 1 else "groups"
    return [f"{number:,} {groups} of near duplicates in more than one split", *told]


def _broken(made: Made, everything: Everything, split: Texts) -> list[str]:
    """Broken promises of the kind, images without a label, and an assignment that was altered."""
    labelled = np.zeros(len(everything.ids), np.bool_)
    labelled[everything.labelled] = True
    unlabelled = everything.ids[~labelled & (split != NOWHERE)]
    broken = [f"{name} has a split but no CES label" for name in unlabelled[:FIRST]]
    kind = find_kind(made.kind)
    broken += kind.broken(everything.pool, split[everything.labelled], made.plan())[:FIRST]
    if assignment_hash(everything.ids, split) != made.assignment:
        broken.append("the assignment is not the one that was made: its hash differs")
    return broken


def _inflation(
    workspace: Workspace, everything: Everything, split: Texts, seed: int
) -> list[Inflation]:
    measured = (
        inflation(everything.pool, split, workspace.vectors(space), seed)
        for space in workspace.spaces()
    )
    return [found for found in measured if found is not None]


def _failed(made: Made, problems: list[str]) -> AuditFailed:
    lines = "\n".join(f"  {problem}" for problem in problems)
    return AuditFailed(
        f"the split {made.name!r} did not pass its audit:\n{lines}",
        "put what is known of near duplicates into the graph and make the split again: "
        "emokg duplicates find; emokg graph build; "
        f"emokg split make {made.kind} --seed {made.seed} --name {made.name}",
    )
