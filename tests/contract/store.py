"""What every store promises, as tests. A store's own test class inherits them."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from emokg.graph.model import emokg_model
from emokg.graph.row_schemas import node_schema, relationship_schema
from emokg.graph.store import Store
from tests.contract.made_up import HARD_TEXTS, MadeUp, hard_graph
from tests.contract.same import assert_same_graph

MODEL = emokg_model()


class StoreContract:
    """The fixture `store` gives an open store that was given `wanted`."""

    @pytest.fixture
    def wanted(self) -> MadeUp:
        return hard_graph()

    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    def test_it_says_its_name_and_version(self, store: Store) -> None:
        name, version = store.engine.split(maxsplit=1)
        assert name.isidentifier()
        assert version[0].isdigit()

    def test_it_counts_every_label_and_type_of_the_model(
        self, store: Store, wanted: MadeUp
    ) -> None:
        counts = store.counts()
        assert counts == wanted.counts()
        assert list(counts.nodes) == [table.table for table in MODEL.nodes]
        assert list(counts.relationships) == [table.table for table in MODEL.relationships]

    def test_it_gives_back_every_row_sorted(self, store: Store, wanted: MadeUp) -> None:
        assert_same_graph(wanted, store, MODEL)

    def test_columns_have_the_types_of_the_model(self, store: Store) -> None:
        for node in MODEL.nodes:
            assert all(batch.schema == node_schema(node) for batch in store.nodes(node))
        for table in MODEL.relationships:
            batches = store.relationships(table)
            assert all(batch.schema == relationship_schema(table) for batch in batches)

    def test_no_text_is_changed_on_its_way(self, store: Store) -> None:
        (image,) = (table for table in MODEL.nodes if table.table == "Image")
        found = [row for batch in store.nodes(image) for row in batch.to_pylist()]
        texts = {row["description"] for row in found if row["description"] is not None}
        assert texts == set(HARD_TEXTS)
        assert [row["description"] for row in found if row["id"] == "s:bare"] == [None]

    def test_tables_can_be_read_side_by_side(self, store: Store, wanted: MadeUp) -> None:
        first, second = MODEL.nodes[0], MODEL.nodes[1]
        pairs = list(zip_longest(store.nodes(first), store.nodes(second)))
        images = sum(batch.num_rows for batch, _ in pairs if batch is not None)
        others = sum(batch.num_rows for _, batch in pairs if batch is not None)
        assert (images, others) == tuple(list(wanted.counts().nodes.values())[:2])

    def test_a_whole_graph_passes_its_check(self, store: Store) -> None:
        lines = store.check()
        assert lines
        assert all("\n" not in line for line in lines)

    def test_it_can_be_closed_twice(self, store: Store) -> None:
        with store as opened:
            assert opened is store
        store.close()
