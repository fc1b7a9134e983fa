"""A generated graph made to break naive queries: it holds whatever a hurried query forgets.

One id under several labels and as an emotion's name; quotes, percent signs, braces, other scripts;
images without label, triplets, regions, vectors or annotations; triplets that lack parts, and the
same triplet twice; ties of counts and of probabilities; an attribute that every image has, and one
that a single emotion has; two annotations of one image by one annotator; annotations without votes.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from emokg.taxonomy import CES
from tests.contract.made_up import MadeUp, link

HARD = (
    "fear",
    "dark",
    'a "quoted" word',
    "it's",
    "50 % off",
    "%41%42",
    r"back\slash \" \u0041",
    "$emotion ?felt {x} } #",
    "<iri> . ; ,",
    "雪の夜",
    "مرحبا",
    "\U0001f600",
    "\ufffd",
    "café",
    "a line\nanother\ttab",
    "null",
)
"""Phrases of every kind: each is an attribute, a background and a subject."""
ALWAYS, ONLY_FEAR = "always", "only with fear"
_KINDS = ("Background", "Attribute", "Subject")
_PARTS = ("IN_BACKGROUND", "WITH_ATTRIBUTE", "OF_SUBJECT")
_SHARES: Sequence[Sequence[float]] = ((), (1.0,), (0.5, 0.5), (0.7, 0.2, 0.1))
_SEED = 20_251_112


def breaking_graph(images: int = 64, sources: int = 3) -> MadeUp:
    """The graph, the same every time. With no images only the emotions are left."""
    return _Graph(sources).with_images(images)


class _Graph:
    """Rows as they are collected."""

    def __init__(self, sources: int) -> None:
        self.random = random.Random(_SEED)
        self.sources = [f"source {number}" for number in range(sources)]
        self.nodes: dict[str, dict[str, dict[str, Any]]] = {
            "Emotion": {emotion: {"id": emotion} for emotion in CES}
        }
        self.links: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}

    def with_images(self, count: int) -> MadeUp:
        """As many images, and all that hangs on them."""
        for number in range(count):
            self._image(number)
        return MadeUp(
            {label: tuple(rows.values()) for label, rows in self.nodes.items()},
            {kind: tuple(rows.values()) for kind, rows in self.links.items()},
        )

    def _node(self, label: str, name: str, **properties: Any) -> str:
        self.nodes.setdefault(label, {}).setdefault(name, {"id": name} | properties)
        return name

    def _link(self, kind: str, start: str, end: str, labels: str, **properties: Any) -> None:
        ends = (start, end, labels)
        self.links.setdefault(kind, {}).setdefault(ends, link(start, end, labels, **properties))

    def _image(self, number: int) -> None:
        name = f"s:{number:03}" if number % 7 else f"s:{number:03} {HARD[number % len(HARD)]}"
        described = {"description": f"own words {number}"} if number % 3 else {}
        image = self._node("Image", name, desSpaces=["a"] if number % 2 else [], **described)
        # the last source has one image only
        source = self.sources[-1] if number == 1 else self.sources[number % len(self.sources[:2])]
        self._link("FROM_SOURCE", image, self._node("Source", source), "Image Source")
        shares = dict(self._shares(number))
        for rank, (emotion, share) in enumerate(shares.items(), start=1):
            evokes = {"probability": share, "rank": rank}
            self._link("EVOKES", image, emotion, "Image Emotion", **evokes)
        if number % 5:
            self._triplets(image, next(iter(shares), None))
        if number % 4 == 0:
            region = self._node("Region", f"{image}#r", bbox=[0.0, 0.0, 2.5, 4.0])
            self._link("HAS_REGION", image, region, "Image Region")
            if number % 8 == 0:
                mask = self._node("Mask", f"{image}#r", rle="0", height=4, width=4)
                self._link("HAS_MASK", region, mask, "Region Mask")
        if number % 6:
            self._annotations(image, number)

    def _shares(self, number: int) -> list[tuple[str, float]]:
        """None, one, two alike, or three whose decimals do not add up to 1 in binary."""
        shares = _SHARES[number % 6 % 4]
        emotions = sorted(self.random.sample(CES[:5] if number % 2 else CES, len(shares)))
        return list(zip(emotions, shares, strict=True))

    def _triplets(self, image: str, label: str | None) -> None:
        wanted = [self._phrases() for _ in range(self.random.randint(1, 4))]
        wanted.append(wanted[0])  # the same evidence twice
        wanted.append((None, ALWAYS, None))
        if label == "fear":
            wanted.append((None, ONLY_FEAR, HARD[1]))
        for position, phrases in enumerate(wanted):
            triplet = self._node("Triplet", f"{image}#t{position}", position=position // 2)
            self._link("HAS_TRIPLET", image, triplet, "Image Triplet")
            for kind, part, phrase in zip(_KINDS, _PARTS, phrases, strict=True):
                if phrase is None:
                    continue
                self._node(kind, phrase, text=phrase)
                self._link(part, triplet, phrase, f"Triplet {kind}")
                self._link(f"HAS_{kind.upper()}", image, phrase, f"Image {kind}")
                self._concepts(kind, phrase)

    def _concepts(self, kind: str, phrase: str) -> None:
        """One above most phrases, one above it, and that one above itself."""
        if not len(phrase) % 4:
            return
        own, top = self._node("Concept", f"c{len(phrase) % 4}"), self._node("Concept", "top")
        said = {"relation": "broadMatch", "method": "head"}
        self._link("BROADER", phrase, own, f"{kind} Concept", **said)
        self._link("BROADER", own, top, "Concept Concept", **said)
        self._link("BROADER", top, top, "Concept Concept", **said)

    def _phrases(self) -> tuple[str | None, ...]:
        """Few phrases come often; one to three parts."""
        lacking = self.random.choice(((), (0,), (1,), (2,), (0, 2)))
        drawn = (HARD[min(int(self.random.expovariate(0.3)), len(HARD) - 1)] for _ in _KINDS)
        return tuple(None if place in lacking else part for place, part in enumerate(drawn))

    def _annotations(self, image: str, number: int) -> None:
        said = (("annotator a", number % 2), ("fear", 0), ("%", number % 3), ("annotator a", 0))
        for place, (annotator, silent) in enumerate(said[: 1 + number % 4]):
            self._node("Annotator", annotator, kind="model")
            words = (
                {} if place == 1 else {"description": f"{annotator} said {number}\n{HARD[place]}"}
            )
            note = self._node("Annotation", f"{image}#{place}", dataset="d", **words)
            self._link("ANNOTATES", note, image, "Annotation Image")
            self._link("MADE_BY", note, annotator, "Annotation Annotator")
            if not silent:
                votes: Mapping[str, float] = dict(self._shares(2 + number + place))
                for rank, (emotion, share) in enumerate(votes.items(), start=1):
                    says = {"probability": share, "rank": rank}
                    self._link("VOTES", note, emotion, "Annotation Emotion", **says)
            if number % 3 == 0:
                decision = ("valid", "revise", "discard")[(number + place) % 3]
                judge = self._node("Annotator", "judge", kind="critic")
                verdict = self._node("Verdict", note, kind="critic", decision=decision)
                self._link("MADE_BY", verdict, judge, "Verdict Annotator")
                self._link("JUDGES", verdict, note, "Verdict Annotation")
