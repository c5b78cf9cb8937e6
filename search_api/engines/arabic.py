"""Light stemming of Arabic words, so that definite and indefinite forms meet (انتخابات, الانتخابات, والانتخابات)."""

# After "Light Stemming for Arabic Information Retrieval" (Larkey, Ballesteros, Connell 2007), its light10 stemmer.
ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")  # after folding: ة is ه, ية is يه
SHORTEST_STEM = 2  # letters that must remain
SHORTEST_AFTER_AND = 3  # letters that must remain after و, which is also the first letter of many words


def arabic_stem(word: str) -> str:
    """The stem of a folded word."""
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST_STEM:
            word = word[len(article) :]
            break
    else:
        if word.startswith("و") and len(word) - 1 >= SHORTEST_AFTER_AND:
            word = word[1:]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            word = word[: -len(suffix)]
    return word
