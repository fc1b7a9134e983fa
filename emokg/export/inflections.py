"""Words that give an emotion away: its name, inflections, derivations, and plain synonyms.

Whole words in lower case. Collected from the inflected and derived forms that Princeton WordNet
and everyday dictionaries list for each name and its nearest synonyms.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, frozenset[str]] = {
    emotion: frozenset(words.split())
    for emotion, words in {
        "amusement": """amusement amusements amuse amuses amused amusing amusingly funny funnier
            funniest fun hilarious hilarity hilariously humor humour humorous humorously comic
            comical comically laugh laughs laughed laughing laughter laughable mirth mirthful
            playful playfully playfulness""",
        "anger": """anger angers angered angering angry angrier angriest angrily rage rages raged
            raging enrage enraged enraging fury furious furiously infuriate infuriated infuriating
            mad irate ire wrath wrathful outrage outraged outrageous""",
        "awe": """awe awes awed awing awesome awesomely awesomeness awestruck awestricken
            amaze amazes amazed amazing amazingly amazement wonder wonders wondrous wondrously
            wonderment astonish astonished astonishing astonishment marvel marvels marvelled
            marvelous marvellous reverence reverent reverential""",
        "contentment": """contentment content contents contented contentedly contentedness
            contenting satisfy satisfies satisfied satisfying satisfaction serene serenely serenity
            tranquil tranquilly tranquility tranquillity peaceful peacefully peacefulness calm
            calmly calming calmness""",
        "disgust": """disgust disgusts disgusted disgusting disgustingly disgustful gross grosser
            grossest revolt revolted revolting revulsion repulse repulsed repulsion repulsive
            repulsively repugnant repugnance nausea nauseous nauseate nauseated nauseating loathe
            loathed loathing loathsome sickening""",
        "excitement": """excitement excitements excite excites excited excitedly exciting excitingly
            excitable exhilarate exhilarated exhilarating exhilaration thrill thrills thrilled
            thrilling thrillingly enthusiasm enthusiastic enthusiastically""",
        "fear": """fear fears feared fearing fearful fearfully fearfulness fearsome afraid scare
            scares scared scaring scary scarier scariest fright frights frighten frightens
            frightened frightening frighteningly frightful terror terrors terrify terrified
            terrifying terrifyingly horror horrors horrify horrified horrifying dread dreads
            dreaded dreadful dreading panic panicked panicking""",
        "sadness": """sadness sad sadder saddest sadly sadden saddens saddened saddening sorrow
            sorrows sorrowful sorrowfully sorrowing grief griefs grieve grieves grieved grieving
            mourn mourns mourned mournful mournfully mourning melancholy melancholic unhappy
            unhappiness unhappily""",
    }.items()
}
