"""A graph as the files that Neo4j's bulk importer reads, and its command line.

For the sizes where Bolt is too slow. A header and a data file a table; `import.sh`, which runs
`neo4j-admin` on them; and `finish.cypher` for afterwards: the constraints and indexes, and the
empty lists, which the importer leaves out (5.26) and which are marked by a property until then.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from emokg.content import content_folder
from emokg.errors import DataError, UsageError
from emokg.graph.model import GraphModel, Property, PropertyType
from emokg.graph.neo4j.statements import between, quoted
from emokg.graph.row_schemas import ENDS
from emokg.graph.store import Store

SEPARATOR = "\x1f"
"""Between the items of a list. A list with an item that holds it is refused."""
MARK = "_empty_"
"""Before the name of a list property: true where the list is empty."""
TYPES = {
    PropertyType.STRING: "string",
    PropertyType.INTEGER: "long",
    PropertyType.FLOAT: "double",
    PropertyType.BOOLEAN: "boolean",
    PropertyType.DATE: "date",
    PropertyType.LOCAL_DATETIME: "localdatetime",
    PropertyType.ZONED_DATETIME: "datetime",
    PropertyType.STRING_LIST: "string[]",
    PropertyType.INTEGER_LIST: "long[]",
    PropertyType.FLOAT_LIST: "double[]",
    PropertyType.BOOLEAN_LIST: "boolean[]",
}
OPTIONS = (
    "--overwrite-destination",
    "--id-type=string",
    '--quote="',
    "--multiline-fields=true",
    f"--array-delimiter=U+{ord(SEPARATOR):04X}",
)
SCRIPT = """#!/bin/sh
# Imports this folder into a new database of a Neo4j server that is stopped, replacing what the
# database held:  ./import.sh [DATABASE]
# NEO4J_ADMIN names the program where `neo4j-admin` is not on the PATH. Start the server afterwards
# and run finish.cypher, which makes constraints and indexes: cypher-shell -f finish.cypher
set -eu
cd "$(dirname "$0")"
exec ${{NEO4J_ADMIN:-neo4j-admin}} database import full "${{1:-neo4j}}" \\
  {arguments}
"""


def export(store: Store, model: GraphModel, folder: Path) -> Path:
    """Write the files into a new or empty folder; returns the script.

    UsageError where the folder holds anything, DataError where it cannot be written or a row
    cannot be told in CSV; nothing is left behind then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty", "name a new or empty folder: --out DIR")
    try:
        arguments = write_files(store, model, folder)
        (folder / "finish.cypher").write_text(_finish(model), encoding="utf-8")
        script = folder / "import.sh"
        text = SCRIPT.format(arguments=" \\\n  ".join(map(shlex.quote, arguments)))
        script.write_text(text, encoding="utf-8")
        script.chmod(0o755)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise DataError(
            f"the files cannot be written to {folder}: {error.strerror or error}",
            "make room there, or name another folder: --out DIR",
        ) from None
    except DataError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return script


def write_files(store: Store, model: GraphModel, folder: Path) -> list[str]:
    """A header and a data file a table; returns the importer's arguments, with names of files."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = list(OPTIONS)
    for node in model.nodes:
        key, *others = node.properties
        titles = [f"{key.name}:ID({node.table})", *_titles(others)]
        files = _write(folder, f"node-{node.table}", titles, store.nodes(node))
        arguments.append(f"--nodes={':'.join(node.labels)}={files}")
    for link in model.relationships:
        for source, target in product(link.sources, link.targets):
            name = f"relationship-{link.type}"
            if len(link.sources) * len(link.targets) > 1:
                name += f"-{source}-{target}"
            titles = [f":START_ID({source})", f":END_ID({target})", *_titles(link.properties)]
            rows = _without_labels(between(source, target, store.relationships(link)))
            arguments.append(f"--relationships={link.type}={_write(folder, name, titles, rows)}")
    return arguments


def _write(folder: Path, name: str, titles: list[str], batches: Iterable[pa.RecordBatch]) -> str:
    header, data = folder / f"{name}.header.csv", folder / f"{name}.csv"
    header.write_text(",".join(titles) + "\n", encoding="utf-8")
    # nulls are empty fields and empty texts are quoted, which the importer tells apart
    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    with data.open("wb") as file:
        for batch in batches:
            columns = [told for column in batch.columns for told in _told(column, name)]
            rows = pa.RecordBatch.from_arrays(columns, names=titles)
            csv.write_csv(rows, file, options)
    return f"{header.name},{data.name}"


def _without_labels(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch.drop_columns(list(ENDS[2:]))


def _titles(properties: Iterable[Property]) -> Iterator[str]:
    for item in properties:
        yield f"{item.name}:{TYPES[item.type]}"
        if _is_list(item):
            yield f"{MARK}{item.name}:boolean"


def _is_list(item: Property) -> bool:
    return item.type.value.endswith("[]")


def _told(column: pa.Array, name: str) -> Iterator[pa.Array]:
    """A column in types that CSV has; a list is followed by the mark of empty ones."""
    if pa.types.is_list(column.type):
        texts = column.cast(pa.list_(pa.string()))
        if pc.any(pc.match_substring(pc.list_flatten(texts), SEPARATOR)).as_py():
            raise DataError(
                f"a list of {name} has an item with the character U+{ord(SEPARATOR):04X}, "
                "which separates items in the files",
                "correct the record, or push over Bolt: emokg graph push neo4j",
            )
        yield pc.binary_join(texts, SEPARATOR)
        yield pc.if_else(pc.equal(pc.list_value_length(column), 0), True, None)
    elif pa.types.is_timestamp(column.type):
        zone = "Z" if column.type.tz else ""
        yield pc.strftime(column, f"%Y-%m-%dT%H:%M:%S{zone}")
    else:
        yield column


def _finish(model: GraphModel) -> str:
    """Empty lists, in transactions of bounded size, then constraints and indexes."""
    statements = ["// Run once after import.sh, when the server is up\n"]
    for node in model.nodes:
        statements += _restored(f"(x:{quoted(node.table)})", node.properties)
    for link in model.relationships:
        statements += _restored(f"()-[x:{quoted(link.type)}]->()", link.properties)
    (constraints,) = (content_folder("schema") / "generated").glob("*.cypher")
    return "".join(statements) + constraints.read_text(encoding="utf-8")


def _restored(pattern: str, properties: Iterable[Property]) -> Iterator[str]:
    for item in properties:
        if _is_list(item):
            value, mark = quoted(item.name), quoted(MARK + item.name)
            yield (
                f"MATCH {pattern} WHERE x.{mark} IS NOT NULL CALL {{ WITH x "
                f"SET x.{value} = [] REMOVE x.{mark} }} IN TRANSACTIONS OF 10000 ROWS;\n"
            )
