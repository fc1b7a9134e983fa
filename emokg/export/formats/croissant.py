"""Croissant 1.1: `croissant.json` describes the CSV file of every split, with RAI fields.

Source of the form: the Croissant 1.1 and Croissant RAI 1.0 specifications of MLCommons.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa

from emokg.export.formats.columns import SCHEMA
from emokg.export.formats.csv_ import write_csv
from emokg.export.formats.format import Format
from emokg.export.manifest import Manifest, Part, SourceUsed

NAME = "croissant.json"
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
RESPONSIBLE = {
    "rai:dataAnnotationProtocol": "One of Mikels' eight emotions an image, from the label of its "
    "source or the consensus of its annotators; background, attribute and subject triplets and "
    "regions say what evokes it. Annotators may be models.",
    "rai:dataUseCases": "Training and evaluating models of the emotion that a picture evokes, and "
    "of its explanation. Not for judging what a person in a picture feels.",
    "rai:dataLimitations": "Evoked emotion differs between viewers and cultures; one label a "
    "picture does not show that. File names and descriptions can hold the label.",
    "rai:dataBiases": "Sources differ in how often an emotion occurs and in what their pictures "
    "show, so that a source can be taken for an effect.",
    "rai:personalSensitiveInformation": "Pictures may show people; names are not recorded but "
    "in the credit of a picture.",
}


def _finish(folder: Path, manifest: Manifest) -> list[str]:
    text = json.dumps(describe(manifest), indent=1, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")
    return [NAME]


def describe(manifest: Manifest) -> dict[str, object]:
    """The description, from the manifest."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": f"emokg-{manifest.split.name}",
        "description": f"Images, their emotion and what explains it: `{manifest.command}`, "
        f"EmoKG {manifest.emokg}, graph {manifest.graph}.",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.1",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "url": "https://w3id.org/emokg/",
        "version": "1.0.0",
        **_citation(manifest),
        "license": list(manifest.licenses),
        "rai:dataCollection": _collection(manifest),
        **RESPONSIBLE,
        "distribution": [_file(part) for part in manifest.parts],
        "recordSet": [_records(part) for part in manifest.parts],
    }


def _citation(manifest: Manifest) -> dict[str, str]:
    """The citations of the sources that examples come from; nothing where they have none."""
    cited = dict.fromkeys(source.citation for source in manifest.sources if source.citation)
    return {"citeAs": "\n".join(cited)} if cited else {}


def _collection(manifest: Manifest) -> str:
    images = manifest.images_by_source
    told = [_told(source, images[source.id]) for source in manifest.sources]
    return "\n".join(["Images by their source, which the field source names:", *told])


def _told(source: SourceUsed, images: int) -> str:
    named = f"{source.id} ({source.name})" if source.name else source.id
    terms = f"licence {source.license}" if source.license else "no licence for all of it"
    facts = [f"{images:,} image{'' if images == 1 else 's'}", terms, source.url]
    return f"{named}: {'; '.join(fact for fact in facts if fact)}"


def _file(part: Part) -> dict[str, object]:
    (file,) = part.files
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": "text/csv",
        "sha256": file.sha256,
    }


def _records(part: Part) -> dict[str, object]:
    return {
        "@type": "cr:RecordSet",
        "@id": part.split,
        "name": part.split,
        "key": {"@id": f"{part.split}/id"},
        "field": [_field(part, column) for column in SCHEMA],
    }


def _field(part: Part, column: pa.Field) -> dict[str, object]:
    number = pa.types.is_integer(column.type)
    return {
        "@type": "cr:Field",
        "@id": f"{part.split}/{column.name}",
        "name": column.name,
        "dataType": "sc:Float" if number else "sc:Text",  # an empty cell is no integer
        "source": {
            "fileObject": {"@id": f"{part.split}.csv"},
            "extract": {"column": column.name},
        },
    }


FORMAT = Format(write_csv, ("uri",), finish=_finish)
