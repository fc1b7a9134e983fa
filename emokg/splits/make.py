"""`split make`: the pool is assigned, described, and written."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from emokg.cypher import open_graph
from emokg.errors import DataError
from emokg.graph.description import read_description
from emokg.splits.balance import balance
from emokg.splits.certificate import Certificate, Components, Made, assignment_hash
from emokg.splits.components import torn
from emokg.splits.plan import Plan
from emokg.splits.pool import NOWHERE, Ints, Outcome, Texts
from emokg.splits.reading import Everything, read_everything
from emokg.splits.resolver import find_kind, refuse_idle
from emokg.splits.store import SCHEMA, split_folder, write_split
from emokg.workspace import Workspace


def make_split(workspace: Workspace, kind: str, name: str, plan: Plan) -> Certificate:
    """Make a split of the labelled images of the graph and write it under `name`.

    Raises UsageError, UnknownName, DataError where the graph is not there, is stale, or does not
    have what the kind needs; DamagedFile.
    """
    chosen = find_kind(kind)
    refuse_idle(kind, {"ratios": plan.ratios, "k": plan.k, "hold_out": plan.hold_out})
    folder = split_folder(workspace, name)
    with open_graph(workspace) as graph:
        everything = read_everything(graph)
    outcome = chosen.assign(everything.pool, plan)
    split = everything.with_split(outcome.split)
    assert not torn(split, everything.component), "a kind tore a component of near duplicates"
    made = _described(workspace, everything, outcome, (kind, chosen.promise, name), plan)
    placed = split != NOWHERE
    table = pa.table([everything.ids[placed], split[placed]], schema=SCHEMA)
    certificate = Certificate(made=made)
    try:
        write_split(folder, table, certificate)
    except OSError as error:
        raise DataError(
            f"the split cannot be written to {folder}: {error.strerror}",
            f"make room or correct the permissions, then: emokg split make {kind} --name {name}",
        ) from None
    return certificate


def _described(
    workspace: Workspace,
    everything: Everything,
    outcome: Outcome,
    called: tuple[str, str, str],
    plan: Plan,
) -> Made:
    kind, promise, name = called
    pool = everything.pool
    return Made(
        name=name,
        kind=kind,
        promise=promise,
        seed=plan.seed,
        ratios=list(plan.shares.values()) if "ratios" in find_kind(kind).takes else None,
        k=plan.k,
        hold_out=sorted(plan.hold_out),
        records=workspace.fingerprint(),
        graph=read_description(workspace).sha256,
        images=len(everything.ids),
        unlabelled=len(everything.ids) - len(pool),
        left_out=outcome.left_out,
        splits=sizes(outcome.split),
        evidence=counted(everything.evidence),
        components=sizes_of(everything.component),
        balance=balance(pool, outcome.split),
        assignment=assignment_hash(pool.ids, outcome.split),
    )


def sizes(split: Texts) -> dict[str, int]:
    """Images a split."""
    names, counts = np.unique(split[split != NOWHERE], return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def counted(evidence: pa.Table) -> dict[str, int]:
    """Pairs by kind of evidence."""
    kinds, counts = np.unique(
        np.array(evidence["evidence"].to_pylist(), np.str_), return_counts=True
    )
    return dict(zip(kinds.tolist(), counts.tolist(), strict=True))


def sizes_of(component: Ints) -> Components:
    """How many components have several images, and the size of the largest."""
    counts = np.bincount(component)
    return Components(of_several=int((counts > 1).sum()), largest=int(counts.max()))
