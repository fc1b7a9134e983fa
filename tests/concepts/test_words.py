"""Normal forms, protection, and the clustering of small sets of phrases."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from emokg.concepts.clustering import Concepts, cluster
from emokg.concepts.normal import normal
from emokg.concepts.protection import conflict, signature
from emokg.concepts.words import base_form, tokens


def form(phrase: str, kind: str = "background") -> tuple[str, ...]:
    return normal(kind, phrase).form


def clustered(*phrases: str, threshold: float = 0.5, kind: str = "background") -> Concepts:
    uses: Mapping[str, int] = dict.fromkeys(phrases, 1)
    return cluster(kind, uses, {}, threshold)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dark, dense forests", "the dense dark forest"),
        ("grey skies", "gray sky"),
        ("cat and dog", "dogs and cats"),
        ("wide-open field", "open wide field"),
        ("colourful garden", "colorful gardens"),
    ],
)
def test_forms_order_articles_and_spellings_do_not_matter(one: str, other: str) -> None:
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("flower field", "field flower"),
        ("house in a forest", "forest in a house"),
        ("frightening crowd", "frightened crowd"),
        ("glass", "glasses"),
    ],
)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert form(one) != form(other)


def test_an_attribute_has_no_head_among_equals() -> None:
    assert form("dark hollow", "attribute") == form("hollow dark", "attribute")
    assert form("smiling warmly", "attribute") == form("warmly smiling", "attribute")


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("old wooden houses near a lake", ("house",)),
        ("crowd of people", ("crowd",)),
        ("dog running", None),
        ("near a lake", None),
        ("house", None),
    ],
)
def test_the_head_is_the_last_noun_before_a_preposition(
    phrase: str, head: tuple[str, ...] | None
) -> None:
    assert normal("subject", phrase).head == head


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("dim room", "bright room", "opposite"),
        ("room with windows", "room without windows", "without"),
        ("two men", "three men", "'two'"),
        ("red car", "blue car", "'blue', 'red'"),
        ("tidy desk", "untidy desk", "opposite of 'tidy'"),
        ("beach in summer", "beach in winter", "opposite"),
        ("10 candles", "12 candles", "'10', '12'"),
    ],
)
def test_protected_pairs_are_never_merged(one: str, other: str, why: str) -> None:
    reason = conflict(signature(form(one)), signature(form(other)))
    assert reason is not None
    assert why in reason
    assert not clustered(one, other).matches


def test_no_member_of_a_concept_opposes_another() -> None:
    matches = clustered("room", "dim room", "bright room", "the room").matches
    assert set(matches) == {"room", "the room"}


def test_a_phrase_is_only_compared_with_what_names_a_concept() -> None:
    found = clustered("garden", "garden setting", "garden scene", threshold=0.9).matches
    assert {match.concept for match in found.values()} == {"garden"}
    assert found["garden"].relation == "exactMatch"
    assert found["garden scene"].relation == "closeMatch"
    assert 0.9 <= found["garden scene"].score < 1


def test_a_head_that_nobody_says_needs_two_below_it() -> None:
    assert clustered("red barn").wider == {}
    found = clustered("red barn", "old barn").wider
    assert found == {"red barn": "barn", "old barn": "barn"}


def test_the_phrase_that_names_a_wider_concept_is_under_it_too() -> None:
    found = clustered("barn", "red barn", "lake")
    assert found.wider == {"red barn": "barn"}
    assert {phrase: match.concept for phrase, match in found.matches.items()} == {"barn": "barn"}
    assert found.matches["barn"].relation == "exactMatch"


def test_the_order_of_phrases_does_not_matter() -> None:
    phrases = ["garden", "garden scene", "lush garden", "gardens", "park", "park setting"]
    assert clustered(*phrases) == clustered(*reversed(phrases))


def test_words_are_divided_at_hyphens_and_lose_a_possessive() -> None:
    assert tokens("person's snow-capped café") == ["person", "snow", "capped", "café"]
    assert [base_form(word) for word in ("women", "dresses", "grass")] == [
        "woman", "dress", "grass"
    ]  # fmt: skip
