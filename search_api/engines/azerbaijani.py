"""Light stemming of Azerbaijani words, which no library brings: plural, possessive and case endings come off."""

from itertools import product

# On folded words (ə is e; ı, ö, ü, ğ, ş, ç are i, o, u, g, s, c), so each ending has two forms at most. Endings are taken off from the
# outside in, the longest first, until none is left; what remains is no dictionary word, but the same for all forms of one:
# uşaq, uşağın, uşaqlar, uşaqlarının -> usaq.
CASES = ("in", "un", "i", "u", "a", "e", "da", "de", "dan", "den")
POSSESSIVE_OF_VOWELS = ("si", "su")
PLURAL = ("lar", "ler")
ENDINGS = sorted(
    {
        *CASES,
        *POSSESSIVE_OF_VOWELS,
        *(f"{possessive}n{case}" for possessive, case in product(POSSESSIVE_OF_VOWELS, CASES)),
        *("ya", "ye", "yi", "yu", "dir", "dur", "imiz", "umuz", "miz", "muz", "iniz", "unuz"),
    },
    key=lambda ending: (-len(ending), ending),
)
VOWELS = "aeiou"
SHORTEST_STEM = 4  # letters that must remain
SHORTEST_BEFORE_PLURAL = 3  # lar and ler are hardly ever the end of a stem


def azerbaijani_stem(word: str) -> str:
    """The stem of a folded word."""
    while (shorter := without_ending(word)) != word:
        word = shorter
    return f"{word[:-1]}q" if word.endswith("g") else word  # uşaq, but uşağın


def without_ending(word: str) -> str:
    """`word` without its last ending; the same word if it has none."""
    for ending in PLURAL:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_BEFORE_PLURAL:
            return word[: -len(ending)]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    if len(word) > SHORTEST_STEM and word[-1] == "n" and word[-2] in VOWELS:  # the link of ölkə-n-in, which in has left
        return word[:-1]
    return word
