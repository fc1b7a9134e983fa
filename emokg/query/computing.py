"""The statistics that a question may name: what its text counts, and the columns they add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from emokg.query.question import Column

if TYPE_CHECKING:
    import pyarrow as pa

Compute = Callable[["pa.Table", tuple[str, ...], Mapping[str, Any]], "pa.Table"]


@dataclass(frozen=True, slots=True)
class Statistic:
    """`needs`: what the text returns after the declared columns. `reads`: parameters it uses.

    `order` says how the rows come, None as the text orders them; `methods` what is worked out how.
    """

    needs: tuple[Column, ...]
    adds: tuple[Column, ...]
    reads: tuple[str, ...]
    compute: Compute
    order: str | None
    methods: tuple[str, ...]


def _association(answer: pa.Table, items: tuple[str, ...], given: Mapping[str, Any]) -> pa.Table:
    from emokg.query.association import associate, associate_weighted

    work = associate_weighted if given.get("weighted") else associate
    return work(answer, items, given.get("min_images", 1))


def _profile(answer: pa.Table, items: tuple[str, ...], _: Mapping[str, Any]) -> pa.Table:
    from emokg.query.association import profile

    return profile(answer, items)


def _joint(answer: pa.Table, items: tuple[str, ...], given: Mapping[str, Any]) -> pa.Table:
    from emokg.query.joint import joint

    return joint(answer, items, given["min_images"])


def _odds(answer: pa.Table, items: tuple[str, ...], _: Mapping[str, Any]) -> pa.Table:
    from emokg.query.listed import odds

    return odds(answer, items)


def _contingency(answer: pa.Table, items: tuple[str, ...], _: Mapping[str, Any]) -> pa.Table:
    from emokg.query.listed import contingency

    return contingency(answer, items)


def _share(answer: pa.Table, items: tuple[str, ...], _: Mapping[str, Any]) -> pa.Table:
    from emokg.query.grouped import shares

    return shares(answer, items)


def _spread(answer: pa.Table, items: tuple[str, ...], given: Mapping[str, Any]) -> pa.Table:
    from emokg.query.grouped import spread

    return spread(answer, items, given["min_images"])


def _agreement(answer: pa.Table, items: tuple[str, ...], _: Mapping[str, Any]) -> pa.Table:
    from emokg.query.grouped import agreement

    return agreement(answer, items)


_LIFT = Column("lift", "number", "P(both) / (P(item) P(other)); null where a margin is empty")
_ODDS = (
    Column("log_odds", "number", "log odds ratio, 0.5 in every cell if one is zero", "nat"),
    Column("ci_low", "number", "lower bound of its 95 % interval; see Statistics", "nat"),
    Column("ci_high", "number", "upper bound", "nat"),
    Column("p_value", "number", "Fisher's exact test, two-sided; null where weighted"),
    Column("q_value", "number", "Benjamini-Hochberg over the family; null where weighted"),
)
_MARGINS = (
    Column("images", "integer", "images with the item and the emotion", "images"),
    Column("item_images", "integer", "images with the item", "images"),
    Column("emotion_images", "integer", "images with the emotion", "images"),
    Column("total_images", "integer", "all images that were compared", "images"),
)
_STRATA = (
    Column("strata", "integer", "sources that inform the pooled odds ratio", "sources"),
    Column(
        "mh_log_odds",
        "number",
        "log odds ratio pooled over sources; null where fewer than two inform it, and where the "
        "pooled ratio is zero or infinite",
        "nat",
    ),
    Column("mh_ci_low", "number", "lower bound of its 95 % interval", "nat"),
    Column("mh_ci_high", "number", "upper bound", "nat"),
)
_ASSOCIATION = (*_MARGINS, _LIFT, *_ODDS, *_STRATA)
_GAIN = (
    Column("alone", "string", "the one of the two that the pair exceeds less surely: larger p"),
    Column("alone_images", "integer", "images with it", "images"),
    Column("alone_emotion_images", "integer", "of these, with the emotion", "images"),
    Column(
        "gain_log_odds",
        "number",
        "log odds ratio of having the other too, among the images with it (conditional odds ratio)",
        "nat",
    ),
    Column("gain_ci_low", "number", "lower bound of its 95 % interval", "nat"),
    Column("gain_ci_high", "number", "upper bound", "nat"),
    Column(
        "gain_p_value",
        "number",
        "Fisher's exact test of it, two-sided; the larger of both: that the pair differs from each "
        "(intersection-union test)",
    ),
    Column("gain_q_value", "number", "Benjamini-Hochberg over every pair of the family"),
)
_SOURCE = Column("source", "string", "source of the images")
_IMAGES = Column("images", "integer", "images counted", "images")
_ITEM_IMAGES = Column("item_images", "integer", "images with the item", "images")
_TOTAL = Column("total_images", "integer", "images of the whole", "images")
_COUNTED = (_SOURCE, _IMAGES, _ITEM_IMAGES)
_ODDS_RATIO = (
    Column("images", "integer", "images with both", "images"),
    Column("item_images", "integer", "images with the first", "images"),
    Column("other_images", "integer", "images with the second", "images"),
    Column("total_images", "integer", "all images that were compared", "images"),
    _LIFT,
    *_ODDS,
)
_LISTED = (
    *_ODDS_RATIO[:4],
    Column("tests", "integer", "pairs that were looked for", "pairs"),
)

_BY_BOUND = "ci_low, greatest first; then the items by name"
_WALD = (
    "interval of log_odds: Wald's (Woolf 1955); with 0.5 in every cell where one is zero "
    "(Haldane 1956, Anscombe 1956)"
)
_MANTEL_HAENSZEL = (
    "pooled over sources: Mantel and Haenszel (1959), interval with the variance of Robins, "
    "Breslow and Greenland (1986); null beside strata of 2 or more where the pooled odds ratio is "
    "zero or infinite"
)
_KAPPA = "interval of kappa: with the large-sample variance of Fleiss, Cohen and Everitt (1969)"

WEIGHTED_METHOD = (
    "weighted, interval of log_odds: percentile bootstrap of the images (Efron 1979), 1,000 draws "
    "with a fixed seed; where a cell of the table is zero, which every draw repeats, Wald's with "
    "the sandwich variance (Huber 1967) and 0.5 in every cell. The pooled interval is of the same "
    "draws, and null where it is open on a side"
)
"""How a question with `weighted` differs."""

WEIGHTED = (_SOURCE, Column("weight", "number", "probability of the emotion"), _IMAGES)
"""What a weighted text returns after the declared columns."""

STATISTICS: Mapping[str, Statistic] = {
    "association": Statistic(
        _COUNTED,
        _ASSOCIATION,
        ("min_images", "weighted"),
        _association,
        _BY_BOUND,
        (_WALD, _MANTEL_HAENSZEL),
    ),
    "profile": Statistic(
        _COUNTED, _ASSOCIATION, (), _profile, _BY_BOUND, (_WALD, _MANTEL_HAENSZEL)
    ),
    "joint_association": Statistic(
        _COUNTED,
        (
            *_ASSOCIATION,
            Column("attribute_lift", "number", "lift of the first alone"),
            Column("other_attribute_lift", "number", "lift of the second alone"),
            *_GAIN,
        ),
        ("min_images",),
        _joint,
        _BY_BOUND,
        (
            _WALD,
            _MANTEL_HAENSZEL,
            "gain: conditional odds ratio (Agresti 2013, 2.3) of having both, among the images "
            "with one; of the two, the comparison with the larger p (intersection-union test, "
            "Berger 1982)",
        ),
    ),
    "odds": Statistic(_LISTED, _ODDS_RATIO, ("min_images",), _odds, _BY_BOUND, (_WALD,)),
    "contingency": Statistic((_IMAGES,), _ODDS_RATIO, (), _contingency, _BY_BOUND, (_WALD,)),
    "share": Statistic(
        (_IMAGES, _TOTAL),
        (
            _IMAGES,
            _TOTAL,
            Column("share", "number", "images / total_images"),
            Column("ci_low", "number", "lower bound of Wilson's 95 % interval"),
            Column("ci_high", "number", "upper bound"),
        ),
        (),
        _share,
        None,
        ("interval of share: Wilson's score interval (1927)",),
    ),
    "spread": Statistic(
        (Column("emotion", "string", "an emotion they evoke"), _IMAGES),
        (
            Column("images", "integer", "images with the item", "images"),
            Column("emotions", "integer", "different emotions among them", "emotions"),
            Column("entropy", "number", "of the emotions; 0 is one only, 3 all alike", "bit"),
            Column("top_emotion", "string", "the most frequent, first by name among equals"),
            Column("top_share", "number", "its share of the images"),
        ),
        ("min_images",),
        _spread,
        "entropy, least first; images, most first; then the item by name",
        ("entropy: Shannon's, of the shares of the emotions",),
    ),
    "agreement": Statistic(
        (
            Column("answer", "string", "what the first said"),
            Column("other_answer", "string", "what the second said"),
            _IMAGES,
        ),
        (
            Column("images", "integer", "images both rated", "images"),
            Column("agreed", "integer", "images with one answer of both", "images"),
            Column("agreement", "number", "agreed / images"),
            Column("expected", "number", "agreement expected by chance"),
            Column("kappa", "number", "Cohen's kappa"),
            Column("ci_low", "number", "lower bound of its 95 % interval"),
            Column("ci_high", "number", "upper bound"),
        ),
        (),
        _agreement,
        "the items by name",
        (_KAPPA,),
    ),
}
