"""The eight emotions by name, and the normal form of a phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emokg.errors import UnknownName
from emokg.taxonomy import CES, emotion, normalize_phrase


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Dark,  Eerie\tForest ", "dark, eerie forest"),
        ("(eerie)", "eerie"),
        ("“Eerie”", "eerie"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁre", "fire"),
        ("ｗｉｄｅ", "wide"),
        ("well-lit", "well-lit"),
        ("driver's seat.", "driver's seat"),
        ("petting animal (not cat)", "petting animal (not cat)"),
        ("(slightly) eerie!", "(slightly) eerie"),
        ("eerie)", "eerie"),
        ("…", ""),
        ("  ", ""),
    ],
)
def test_a_phrase_has_one_normal_form(text: str, normal: str) -> None:
    assert normalize_phrase(text) == normal


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize_phrase(text)
    assert normalize_phrase(once) == once


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_and_outer_space_do_not_matter(text: str) -> None:
    assert normalize_phrase(f"  {text.casefold()} ") == normalize_phrase(text)


def test_emotions_are_known_by_name_whatever_their_case() -> None:
    assert [emotion(name.title()) for name in CES] == list(CES)


def test_an_unknown_emotion_is_refused_with_the_eight_that_exist() -> None:
    with pytest.raises(UnknownName, match="unknown emotion 'joy'") as error:
        emotion("joy")
    assert error.value.exit_code == 2
    assert error.value.hint is not None
    assert "amusement" in error.value.hint
