"""Vectors beside the graph, in the server's own index, where it has one."""

from __future__ import annotations

import numpy as np
import pytest

from emokg.errors import AuditFailed, BackendError
from emokg.graph import build
from emokg.graph.embedded_store import open_embedded
from emokg.graph.model import emokg_model
from emokg.graph.neo4j import open_store, push, push_vectors
from emokg.workspace import Workspace
from tests.servers.bolt import BoltServer

MODEL = emokg_model()
DIMENSION = 16


def placed(workspace: Workspace, ids: list[str]) -> np.ndarray:
    values = np.random.default_rng(7).normal(size=(len(ids), DIMENSION)).astype(np.float32)
    with workspace.writer("vectors", workspace.root) as writer:
        writer.append_vectors("toy-1", ids, values)
        writer.commit()
    build(workspace)
    return values


def image_ids(workspace: Workspace) -> list[str]:
    return [str(image) for image in workspace.read("images", ["id"])["id"].to_pylist()]


def test_vectors_are_indexed_and_sent_once(bolt: BoltServer, workspace: Workspace) -> None:
    ids = image_ids(workspace)
    values = placed(workspace, ids)
    vectors = workspace.vectors("toy-1")
    with open_embedded(workspace) as store:
        push(store, MODEL, bolt.settings, "records")
        if "vector index" in bolt.lacks:
            with pytest.raises(BackendError, match="has no vector indexes"):
                push_vectors(vectors, bolt.settings, "records")
            return
        assert push_vectors(vectors, bolt.settings, "records") == len(ids)
        assert push_vectors(vectors, bolt.settings, "records") == 0
        assert push(store, MODEL, bolt.settings, "records").unchanged > 0
    unit = values / np.linalg.norm(values, axis=1, keepdims=True)
    nearest = [ids[place] for place in np.argsort(-(unit @ unit[3]))[:4]]
    exact = bolt.ask(
        "MATCH (n:Image) RETURN n.id "
        "ORDER BY vector.similarity.cosine(n.`des_toy-1`, $vector) DESC LIMIT 4",
        vector=values[3].tolist(),
    )
    assert [image for (image,) in exact] == nearest
    found = bolt.ask(  # approximate: the server quantises vectors (5.26)
        "CALL db.index.vector.queryNodes('image_des_toy-1', 4, $vector) YIELD node RETURN node.id",
        vector=values[3].tolist(),
    )
    assert found[0] == [nearest[0]]
    assert len({image for (image,) in found}) == 4
    bolt.ask("MATCH (n:Image {id: $id}) REMOVE n.`des_toy-1`", id=ids[0])
    assert push_vectors(vectors, bolt.settings, "records") == len(ids)
    with open_store(bolt.settings) as store:
        assert store.check()


def test_a_vector_without_an_image_is_told(bolt: BoltServer, workspace: Workspace) -> None:
    placed(workspace, [*image_ids(workspace), "photos:nowhere"])
    with open_embedded(workspace) as store:
        push(store, MODEL, bolt.settings, "records")
    expected = BackendError if "vector index" in bolt.lacks else AuditFailed
    with pytest.raises(expected):
        push_vectors(workspace.vectors("toy-1"), bolt.settings, "records")
