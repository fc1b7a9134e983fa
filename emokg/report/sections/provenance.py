"""What the report was made from: fingerprints, versions, sources and licences."""

from __future__ import annotations

from importlib.metadata import version

from emokg.graph.description import read_description
from emokg.report.figure import Asked, Figure, Head, Section, Value, numbers
from emokg.report.material import Material

SOURCES = """MATCH (source:Source)
RETURN source.id AS source, source.name AS name, source.license AS license, source.url AS url,
       source.citation AS citation, COUNT { (source)<-[:FROM_SOURCE]-() } AS images
ORDER BY images DESC, source"""

LICENSES = """MATCH (image:Image)
RETURN image.license AS license, count(*) AS images
ORDER BY images DESC, license"""

PACKAGES = ("emokg", "duckdb", "numpy", "scipy", "networkx")


def provenance(material: Material, date: str | None) -> Section:
    """Fingerprints and versions; the date only where one was given."""
    described = read_description(material.workspace)
    made: list[list[Value]] = [
        ["graph (SHA-256 of its file)", described.sha256],
        ["records it was built from (fingerprint)", described.records],
    ]
    for name, space in sorted(material.workspace.manifest().spaces.items()):
        made.append([f"DES space {name} (dimension)", str(space.dimension)])
    for package in PACKAGES:
        made.append([package, version(package)])
    if date is not None:
        made.append(["date, as given", date])
    sources: list[list[Value]] = [list(row.values()) for row in material.ask(SOURCES)]
    licenses: list[list[Value]] = [
        [row["license"] or "none recorded", row["images"]] for row in material.ask(LICENSES)
    ]
    heads = [Head("source"), Head("name"), Head("license"), Head("url"), Head("citation")]
    notes = tuple(material.graph.notices)
    return Section(
        "provenance",
        "Provenance",
        "The same graph gives the same report, byte for byte.",
        (
            Figure(
                "made",
                "Made from",
                "Fingerprints of the data and versions of the software.",
                None,
                numbers([Head("what"), Head("value")], made),
            ),
            Figure(
                "sources",
                "Sources",
                "The data sets that the images come from, as recorded.",
                None,
                numbers([*heads, Head("images", "count")], sources),
                (Asked("sources", SOURCES),),
            ),
            Figure(
                "licenses",
                "Licences",
                "Licences of the images themselves, as recorded.",
                None,
                numbers([Head("license"), Head("images", "count")], licenses),
                (Asked("licences", LICENSES),),
            ),
        ),
        notes,
    )
