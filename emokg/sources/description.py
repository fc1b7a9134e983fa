"""What a YAML file under `ingest/` may say: how a source is recognised and what its fields mean.

A field is named by one name or a list of aliases, of which the first present counts; `a.b` looks
inside an object.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from emokg.content import content_folder
from emokg.errors import DataError, UnknownName


def _aliases(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Fields = Annotated[tuple[str, ...], BeforeValidator(_aliases), Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Picture(_Part):
    """What is read from the image file itself; without `required`, only where the file is there.

    `bytes` is a field that holds the file itself, as Parquet files of images do.
    """

    required: bool = False
    sha256: bool = False
    bytes: Fields | None = None


class ImageFields(_Part):
    """Where an image's facts stand. Its id is `namespace:` and the value of `id`, else of `uri`:
    the file's name (`stem`) or all of it (`path`), without the suffix. Of a `path`, `./` and
    doubled slashes are left out, and one that is absolute or has `..` is no id.

    `source` is the data set the pictures come from; `source_field` overrides it row by row.
    """

    namespace: Slug
    source: Slug
    source_field: Fields | None = None
    id: Fields = ("id",)
    id_from_uri: Literal["stem", "path"] = "stem"
    uri: Fields | None = None
    width: Fields | None = None
    height: Fields | None = None
    license: Fields | None = None
    credit: Fields | None = None
    origin: Fields | None = None
    description: Fields | None = None
    prompt: Fields | None = None
    split: Fields | None = None
    file: Picture | None = None


class ConfidenceFields(_Part):
    """A confidence and its scale: fixed ends, or a field that holds both."""

    field: Fields
    scale: tuple[float, float] | None = None
    scale_field: Fields | None = None

    @model_validator(mode="after")
    def _has_a_scale(self) -> Self:
        if (self.scale is None) == (self.scale_field is None):
            raise ValueError("give either scale or scale_field")
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            raise ValueError("the scale runs from its lower to its upper end")
        return self


class TripletFields(_Part):
    """Where B-A-S triplets stand: in the row, or in the objects of a list in it.

    `split` names the separator on which a field that lists several is taken apart. With
    `several_rows`, rows of one image that follow each other are its triplets.
    """

    list: Fields | None = None
    background: Fields
    attribute: Fields
    subject: Fields
    split: dict[Literal["background", "attribute", "subject"], str] = {}
    several_rows: bool = False


class BoxFields(_Part):
    """Boxes of the subject, in the row or in the objects of the triplets' list."""

    field: Fields


class AnnotationFields(_Part):
    """Votes of several annotators: an object of annotator and emotion.

    `author` is the annotator whose description and triplets the row holds.
    """

    votes: Fields
    kind: Literal["model", "human", "expert"]
    author: str
    description: Fields


class VectorFields(_Part):
    """DES vectors: in a field, or in a `.npy` file beside the rows with a file of their ids."""

    space: Slug
    dimension: Annotated[int, Field(gt=0)]
    description: str | None = None
    field: Fields | None = None
    vectors: str | None = None
    ids: str | None = None

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if (self.vectors is None) != (self.ids is None):
            raise ValueError("vectors and ids go together")
        if (self.field is None) == (self.vectors is None):
            raise ValueError("give either field, or vectors and ids")
        return self


class _Source(_Part):
    name: Slug
    title: str
    license: str | None = None
    url: str | None = None
    citation: str | None = None
    origin: Literal["natural", "generated"] | None = None


class RowsSource(_Source):
    """Files of rows: JSON, JSONL, CSV or Parquet. A file is of this source if it is called as in
    `files` and its first row has every field of one of the sets in `recognise`, which nobody
    else's rows have; without any, only where it is named.

    Fields of a set in `resembles` could be anybody's: with them the source is suggested, not taken.
    """

    reader: Literal["rows"]
    files: Annotated[tuple[str, ...], Field(min_length=1)]
    recognise: tuple[Fields, ...] = ()
    resembles: tuple[Fields, ...] = ()
    image: ImageFields
    label: Fields | None = None
    confidence: ConfidenceFields | None = None
    triplets: TripletFields | None = None
    boxes: BoxFields | None = None
    annotations: AnnotationFields | None = None
    des: VectorFields | None = None


class SplitListsSource(_Source):
    """A folder with one list of images a split, and an annotation file an image (EmoSet's layout).

    `splits` maps the split to its file, whose rows are lists of label, id, image and annotation.
    `attributes` maps a field to the phrase made of its value, as `brightness {}`; `words` replaces
    characters in labels.
    """

    reader: Literal["split-lists"]
    vocabulary: str
    splits: Annotated[dict[str, str], Field(min_length=1)]
    label: str
    background: str
    attributes: dict[str, Annotated[str, Field(pattern=r"\{\}")]]
    subjects: str
    words: dict[str, str] = {}


class FolderSource(_Source):
    """A folder of image files. A sub-folder named after an emotion labels what is in it."""

    reader: Literal["folder"]
    suffixes: Annotated[tuple[str, ...], Field(min_length=1)]


class CocoSource(_Source):
    """A COCO file of boxes and masks. `slack`: how many pixels rounding may push a box out.

    `recognise` is an address that only this data set gives, as the `url` of `info` or the
    `coco_url` of its images; without one, the source is read only where it is named.
    """

    reader: Literal["coco"]
    recognise: str | None = None
    slack: Annotated[float, Field(ge=0, le=1)] = 0.0


Description = RowsSource | SplitListsSource | FolderSource | CocoSource

_ADAPTER: TypeAdapter[Description] = TypeAdapter(
    Annotated[Description, Field(discriminator="reader")]
)


def read_description(path: Path) -> Description:
    """The description in a YAML file. Raises DataError naming the file and the key."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}", "name a YAML file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not YAML: {error}", "correct it") from None
    try:
        description = _ADAPTER.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"][1:])
        where = f"{path}: {key}" if key else str(path)
        raise DataError(f"{where}: {first['msg']}", "the other files there are examples") from None
    if description.name != path.stem:
        raise DataError(f"{path}: its name is {description.name!r}", "call the file by the name")
    return description


@cache
def catalogue(folder: Path | None = None) -> tuple[Description, ...]:
    """Every source under `ingest/`, by name. Raises DataError when a file there is wrong."""
    files = sorted((folder or content_folder("ingest")).glob("*.yaml"))
    return tuple(read_description(path) for path in files)


def named(name: str) -> Description:
    """The source called `name`, or described by the YAML file at that path. Raises UnknownName."""
    if name.endswith((".yaml", ".yml")):
        return read_description(Path(name))
    for description in catalogue():
        if description.name == name:
            return description
    known = ", ".join(description.name for description in catalogue())
    raise UnknownName(f"no source {name!r}", f"sources: {known}; or the path of a YAML file")
