"""Parameter values: what is accepted, and what is refused with which word of help."""

from __future__ import annotations

from typing import Any

import pytest

from emokg.errors import EmoKGError, MissingParameter, UnknownName, UsageError
from emokg.query import find_question
from emokg.query.parameters import resolve
from emokg.suggest import did_you_mean, nearest_phrases


def values(question: str, **given: Any) -> dict[str, Any]:
    return resolve(find_question(question), given)


def refused(question: str, **given: Any) -> EmoKGError:
    with pytest.raises(EmoKGError) as raised:
        values(question, **given)
    assert raised.value.exit_code == 2
    return raised.value


def test_defaults_fill_what_is_not_given() -> None:
    assert values("attributes-evoking", emotion="fear") == {
        "emotion": "fear",
        "min_images": 5,
        "weighted": False,
        "limit": None,
    }


def test_null_is_the_same_as_not_given() -> None:
    assert values("attributes-evoking", emotion="fear", limit=None, min_images=None) == values(
        "attributes-evoking", emotion="fear"
    )


def test_emotions_and_phrases_are_normalised() -> None:
    assert values("attributes-evoking", emotion=" Fear ")["emotion"] == "fear"
    assert values("emotion-profile", attribute="  EERIE. ")["attribute"] == "eerie"


def test_a_text_that_parses_as_json_stays_a_text() -> None:
    assert values("attributes-of-subject", subject=1984)["subject"] == "1984"
    assert values("attributes-of-subject", subject=True)["subject"] == "true"


def test_an_unknown_parameter_suggests_the_near_one() -> None:
    error = refused("attributes-evoking", emotion="fear", min_image=3)
    assert isinstance(error, UnknownName)
    assert error.message == "question attributes-evoking has no parameter 'min_image'"
    assert error.hint is not None
    assert "did you mean min_images" in error.hint


def test_an_unknown_parameter_like_none_lists_them() -> None:
    error = refused("emotion-profile", attribute="eerie", zzz=1)
    assert error.hint == "its parameters are: attribute"
    assert refused("coverage", zzz=1).hint == "it has no parameters"


def test_an_unknown_emotion_suggests_the_near_one_and_lists_the_eight() -> None:
    error = refused("attributes-evoking", emotion="feer")
    assert isinstance(error, UnknownName)
    assert error.message == "unknown emotion 'feer'"
    assert error.hint is not None
    assert error.hint.startswith("did you mean fear?")
    assert "amusement" in error.hint


def test_a_missing_parameter_is_named_with_how_to_give_it() -> None:
    error = refused("attributes-evoking")
    assert error.message == "question attributes-evoking needs emotion: the emotion evoked"
    assert isinstance(error, MissingParameter)
    assert error.hint == "give it a value: emotion=VALUE"


def test_an_emotion_is_not_contrasted_with_itself() -> None:
    error = refused("contrast", emotion="fear", against=" Fear")
    assert isinstance(error, UsageError)
    assert error.message == (
        "emotion and against are both 'fear': question contrast compares one with another"
    )
    assert error.hint == "give emotion and against different values"


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"min_images": 0}, "min_images is 0", "it is at least 1"),
        ({"min_images": -3}, "min_images is -3", "it is at least 1"),
        ({"min_images": 2.5}, "min_images is 2.5", "it is a whole number"),
        ({"min_images": "five"}, "min_images is 'five'", "it is a number"),
        ({"min_images": True}, "min_images is True", "it is a number"),
        ({"min_images": float("nan")}, "min_images is nan", "it is a number"),
        ({"weighted": "yes"}, "weighted is 'yes'", "it is true or false"),
        ({"weighted": 1}, "weighted is 1", "it is true or false"),
        ({"limit": 0}, "limit is 0", "it is at least 1"),
        ({"limit": 2**63}, f"limit is {2**63}", "it is at most 9,223,372,036,854,775,807"),
        ({"emotion": ["fear"]}, "emotion is ['fear']", "it is a text"),
        ({"emotion": ""}, "emotion is ''", "it is a text"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    given: dict[str, Any], message: str, hint: str
) -> None:
    error = refused("attributes-evoking", **({"emotion": "fear"} | given))
    assert isinstance(error, UsageError)
    assert (error.message, error.hint) == (message, hint)


def test_a_value_outside_the_range_or_the_list_is_refused() -> None:
    error = refused("mixed-emotions", min_probability=0.9)
    assert (error.message, error.hint) == ("min_probability is 0.9", "it is at most 0.5")
    error = refused("contrast", emotion="fear", against="awe", kind="attributes")
    assert error.hint is not None
    assert "did you mean attribute" in error.hint
    assert refused("contrast", emotion="fear", against="awe", kind="z").hint == (
        "it is one of: attribute, background, subject"
    )


def test_near_phrases_are_found_among_many() -> None:
    known = [f"phrase number {n}" for n in range(5000)] + ["eerie", "eerily lit", "dim", "weary"]
    assert nearest_phrases("eery", known)[0] == "eerie"
    assert nearest_phrases("qqqq", ["eerie"]) == []
    assert did_you_mean("awee", ["awe", "fear"]) == "did you mean awe?"
    assert did_you_mean("zzz", ["awe"]) is None
