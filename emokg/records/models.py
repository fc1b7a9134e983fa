"""One pydantic model a table. A record that exists is valid; nothing is coerced or defaulted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from emokg.taxonomy import CES, normalize_phrase

_IMAGE_ID = re.compile(r"sha256:[0-9a-f]{16}|[a-z0-9][a-z0-9._-]*:\S(?:.*\S)?")


def _image_id(value: str) -> str:
    if _IMAGE_ID.fullmatch(value) is None or value != value.lower():
        raise ValueError(
            "an image id is `source:own-id` in lower case, or `sha256:` and 16 hex digits"
        )
    return value


def _phrase(value: str) -> str:
    if not value or value != normalize_phrase(value):
        raise ValueError("not a normalised phrase")
    return value


def _ces(value: str) -> str:
    if value not in CES:
        raise ValueError(f"unknown emotion; the eight are {', '.join(CES)}")
    return value


Text = Annotated[str, Field(min_length=1)]
ImageId = Annotated[str, AfterValidator(_image_id)]
Phrase = Annotated[str, AfterValidator(_phrase)]
EmotionName = Annotated[str, AfterValidator(_ces)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Pixels = Annotated[int, Field(gt=0, lt=2**31)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Record(BaseModel):
    """Base of every record: immutable, strict about types, no unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class _Confident(Record):
    """A confidence as a fraction, with the raw value and the scale it was given on."""

    confidence: Fraction | None = None
    confidence_raw: Finite | None = None
    confidence_min: Finite | None = None
    confidence_max: Finite | None = None

    @model_validator(mode="after")
    def _scale_is_whole(self) -> Self:
        given = (self.confidence_raw, self.confidence_min, self.confidence_max)
        low, high = self.confidence_min, self.confidence_max
        if any(value is not None for value in given):
            if self.confidence_raw is None or low is None or high is None:
                raise ValueError("a raw confidence needs its scale, and a scale its raw confidence")
            if not low <= self.confidence_raw <= high or low == high:
                raise ValueError(f"confidence {self.confidence_raw} is outside {low} to {high}")
        return self


class Image(_Confident):
    """An image, whoever describes it. `source` is the data set the picture comes from."""

    id: ImageId
    source: Text
    uri: str | None = None
    width: Pixels | None = None
    height: Pixels | None = None
    sha256: Sha256 | None = None
    phash: str | None = None
    license: str | None = None
    credit: str | None = None
    origin: Literal["natural", "generated"] | None = None
    description: str | None = None
    prompt: str | None = None
    split: str | None = None


class Annotation(_Confident):
    """What one annotator said of one image, as delivered by one data set."""

    id: Text
    image: ImageId
    annotator: Text
    annotator_kind: Literal["model", "human", "expert", "source"]
    dataset: Text
    description: str | None = None
    prompt_hash: str | None = None
    cost: Finite | None = None
    created: datetime | None = None


class Triplet(Record):
    """One Background–Attribute–Subject explanation; `*_text` is what was given before splitting."""

    id: Text
    image: ImageId
    annotation: Text | None = None
    background: Phrase | None = None
    attribute: Phrase | None = None
    subject: Phrase | None = None
    background_text: str | None = None
    attribute_text: str | None = None
    subject_text: str | None = None
    position: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.background is None and self.attribute is None and self.subject is None:
            raise ValueError("a triplet needs a background, an attribute or a subject")
        return self


class Region(Record):
    """A box in pixels of the original image, and the subject's mask (COCO compressed RLE)."""

    id: Text
    image: ImageId
    triplet: Text | None = None
    subject: Phrase | None = None
    x1: Coordinate
    y1: Coordinate
    x2: Coordinate
    y2: Coordinate
    score: Fraction | None = None
    mask_rle: Text | None = None
    mask_height: Pixels | None = None
    mask_width: Pixels | None = None
    area: Coordinate | None = None
    predicted_iou: Fraction | None = None

    @model_validator(mode="after")
    def _has_extent(self) -> Self:
        if not (self.x1 < self.x2 and self.y1 < self.y2):
            raise ValueError("the box is empty or inverted: it needs x1 < x2 and y1 < y2")
        mask = (self.mask_rle, self.mask_height, self.mask_width)
        if any(part is None for part in mask) and any(part is not None for part in mask):
            raise ValueError("a mask needs its counts, its height and its width")
        return self


class Emotion(Record):
    """A probability of one emotion; without an annotation it is the source's own label."""

    image: ImageId
    annotation: Text | None = None
    emotion: EmotionName
    probability: Fraction


class Verdict(Record):
    """What a critic or a human decided about an annotation."""

    id: Text
    annotation: Text
    judge: Text
    kind: Literal["critic", "human"]
    decision: Literal["valid", "revise", "discard"]
    reason: str | None = None


EvidenceKind = Literal["exact", "phash", "des", "source_id", "prompt"]


class Duplicate(Record):
    """Two images that show nearly the same, and one reason to say so; the first by id comes first.

    `distance`: 0 for equal files, the share of bits that differ for phash, 1 - cosine for des;
    null where the reason has no measure.
    """

    image: ImageId
    other: ImageId
    evidence: EvidenceKind
    distance: Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _is_a_pair(self) -> Self:
        if not self.image < self.other:
            raise ValueError("a pair is two images, the first by id first")
        return self


ConceptKind = Literal["background", "attribute", "subject"]
MatchRelation = Literal["exactMatch", "closeMatch"]
ConceptRelation = Literal[MatchRelation, "broadMatch"]
ConceptMethod = Literal["normal form", "likeness", "head", "by hand"]


class ConceptLink(Record):
    """One entry of the log of concepts: from this step on, a phrase has this concept, or none.

    A phrase has a concept it matches and one that is wider (`link`); the latest step holds. The
    score is how alike the phrase and the concept's own wording are, null where nobody measured it.
    """

    step: Annotated[int, Field(ge=1, lt=2**31)]
    kind: ConceptKind
    phrase: Phrase
    link: Literal["match", "wider"]
    concept: Phrase | None = None
    relation: ConceptRelation | None = None
    score: Fraction | None = None
    method: ConceptMethod

    @model_validator(mode="after")
    def _names_a_relation(self) -> Self:
        if (self.concept is None) != (self.relation is None):
            raise ValueError("a concept needs its relation, and a relation its concept")
        if self.relation is not None and (self.relation == "broadMatch") != (self.link == "wider"):
            raise ValueError("broadMatch is the relation to a wider concept, and to no other")
        return self


class Source(Record):
    """A data set that images come from."""

    id: Text
    name: str | None = None
    license: str | None = None
    url: str | None = None
    citation: str | None = None
    origin: Literal["natural", "generated"] | None = None
