"""Distinct, readable phrases in any number, each leaning towards one emotion or none.

Base words are paired with modifiers, base words first, so that the frequent (low) ranks read best.
"""

from __future__ import annotations

from itertools import chain, product

from emokg.taxonomy import CES


def _words(text: str) -> list[str]:
    return text.split()


ADJECTIVES: dict[str, str] = {
    "amusement": "playful silly goofy comical laughing festive cartoonish quirky mischievous",
    "anger": "furious clenched hostile shouting aggressive glaring violent enraged snarling",
    "awe": "majestic vast towering sublime immense monumental celestial breathtaking grand",
    "contentment": "serene calm gentle cozy peaceful soft relaxed tranquil restful",
    "disgust": "rotting filthy slimy mouldy grimy putrid oozing infested stained",
    "excitement": "energetic dynamic thrilling airborne electric roaring soaring racing ecstatic",
    "fear": "eerie menacing dark ominous shadowy looming sinister haunting fanged",
    "sadness": "lonely weeping abandoned mournful faded solemn wilted broken grieving",
    "": "large small red blue white golden weathered bright old young wooden metal green striped "
    "round narrow blurred scattered open closed painted wet dusty plain polished curved",
}
NOUNS: dict[str, str] = {
    "amusement": "clown toddler costume puppy slide carnival-ride balloon",
    "anger": "fist protester boxer riot-shield mouth banner",
    "awe": "mountain cathedral galaxy waterfall canyon aurora",
    "contentment": "cat garden teacup hammock book lake",
    "disgust": "cockroach garbage toilet wound fly cigarette-butt",
    "excitement": "surfer skydiver stadium race-car concert fireworks",
    "fear": "spider skull snake corridor shark mask ghost",
    "sadness": "grave candle old-man rain window empty-chair",
    "": "woman man child dog tree house street car sky bird flower boat horse lamp bridge hand "
    "face cloud river table crowd field door statue train shoe",
}
PLACES = _words(
    "street forest beach kitchen field harbour attic museum station desert meadow bedroom garden "
    "market rooftop tunnel hospital classroom stadium church alley cellar lake park playground "
    "hallway cliff swamp workshop balcony stage library cemetery vineyard barn pier plaza "
    "courtyard basement canyon subway temple ballroom jungle glacier quarry lighthouse orchard "
    "factory theatre zoo castle bakery hotel airport farm village riverbank dune office bar "
    "garage pool gym tent"
)
MODIFIERS = _words(
    "very slightly softly brightly dimly half almost strangely deeply faintly heavily warmly "
    "coldly gently sharply oddly richly barely vividly boldly wildly quietly densely loosely "
    "smoothly roughly evenly partly fully newly freshly badly nicely finely purely truly sadly "
    "gladly madly slowly quickly openly darkly lightly highly deadly rarely mostly utterly "
    "starkly wholly subtly plainly thickly thinly tightly weakly firmly kindly neatly proudly "
    "fiercely tensely bluntly grimly humbly idly jointly keenly lazily meekly"
)
KINDS = _words(
    "big little tall short distant nearby sleeping running sitting standing painted hidden single "
    "paired ancient modern broken shining floating hanging folded smiling crying dancing waiting "
    "covered glowing frozen burning sunlit moonlit masked hooded winged spotted striped ragged "
    "wrapped tilted leaning falling rising drifting spinning stacked carved woven knitted rusted "
    "gilded muddy snowy mossy misty smoky leafy thorny hollow crooked twisted bent cracked torn "
    "patched faded bleached scarlet crimson amber ivory violet turquoise indigo olive silver "
    "bronze copper marble granite plastic rubber paper cotton silk leather glassy chalky sandy "
    "stony icy dewy foggy stormy windy cloudy starry dusky dawning midday wintry vernal autumnal "
    "tropical arctic coastal rural urban suburban regal humble giant tiny slender stout lanky "
    "plump gaunt bearded braided barefoot veiled armoured decorated ornate simple rustic vintage "
    "retro futuristic abstract miniature monochrome colourful transparent reflective mirrored"
)
TIMES = _words(
    "dawn dusk noon midnight sunset sunrise night daylight twilight winter summer autumn spring "
    "rain snow fog storm haze moonlight candlelight"
)
LIGHTS = ("dim", "bright", "pale", "golden", "grey", "harsh", "blue")


def attributes(count: int) -> tuple[list[str], list[str]]:
    """`count` attributes and the emotion each leans towards ("" for none)."""
    return _phrases(_bases(ADJECTIVES), [*MODIFIERS, *KINDS], count)


def subjects(count: int) -> tuple[list[str], list[str]]:
    """`count` subjects and the emotion each leans towards ("" for none)."""
    finer = [f"{modifier} {kind}" for modifier, kind in product(MODIFIERS, KINDS)]
    return _phrases(_bases(NOUNS), [*KINDS, *finer], count)


def backgrounds(count: int) -> tuple[list[str], list[str]]:
    """`count` backgrounds; the emotion of each goes round the eight and none."""
    scenes = [f"{kind} {place}" for kind, place in product(KINDS, PLACES)]
    leanings = [*CES, ""]
    bases = [(scene, leanings[i % len(leanings)]) for i, scene in enumerate(scenes)]
    lights = [f"{light} {time}" for light, time in product(LIGHTS, TIMES)]
    return _phrases(bases, lights, count, "{1} at {0}")


def _bases(words: dict[str, str]) -> list[tuple[str, str]]:
    by_rank: list[list[tuple[str, str]]] = []
    for emotion, text in words.items():
        for rank, word in enumerate(text.split()):
            by_rank += [[]] if rank == len(by_rank) else []
            by_rank[rank].append((word, emotion))
    return list(chain.from_iterable(by_rank))


def _phrases(
    bases: list[tuple[str, str]], modifiers: list[str], count: int, form: str = "{0} {1}"
) -> tuple[list[str], list[str]]:
    paired = (
        (form.format(modifier, base), emotion) for modifier in modifiers for base, emotion in bases
    )
    found: dict[str, str] = {}
    for phrase, emotion in chain(bases, paired):
        found.setdefault(phrase, emotion)
        if len(found) == count:
            return list(found), list(found.values())
    raise ValueError(f"only {len(found)} phrases can be made, not {count}")
