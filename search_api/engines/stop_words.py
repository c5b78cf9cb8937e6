"""Words that say nothing by themselves, where tantivy's lists have gaps; and words that do say something here."""

from search_api.query.folding import folded_words


def listed(words: str) -> frozenset[str]:
    """The folded words of a list."""
    return frozenset(folded_words(words))


# Stop words elsewhere, but here they tell an unaccompanied child from an accompanied one.
NEGATION_WORDS = "no not non não sans sin sem senza ohne без не χωρίς δεν لا غير دون بدون"
NEGATIONS = listed(NEGATION_WORDS)

# Written before or after an apostrophe (l'enfant, dell'infanzia, children's): the apostrophe separates words.
CUT_OFF = {
    "en": listed("s t d ll re ve m"),
    "fr": listed("l d j n s t c m qu jusqu lorsqu puisqu quoiqu"),
    "it": listed("l d un c all dall dell nell sull coll pell gl agl dagl degl negl sugl m t s v quest quell"),
    "pt": listed("d"),
}

# The most frequent words of the languages whose stop words tantivy does not bring.
OWN_WORDS = {
    "ar": (
        "في من على إلى عن أن إن أنه أنها التي الذي الذين هذا هذه ذلك تلك ما لم لن قد كان كانت يكون هو هي هم مع أو أم ثم كما بين "
        "كل بعد قبل عند حتى إذا و ف ب ل ك يا أي إذ منذ خلال حول ضد فيها فيه منها منه عليها عليه لها له به بها"
    ),
    "az": (
        "və ilə bu o da də ki bir üçün olan olaraq olub kimi daha isə amma ancaq həm hər ya nə mən sən biz siz onlar onun bunun "
        "sonra əvvəl görə qarşı üzrə haqqında hansı"
    ),
    "el": (
        "ο η το οι τα του της των τον την τους τις και κι στο στη στην στον στους στις στα με σε για από να θα μη μην που πως "
        "ότι αν ως είναι ήταν έχει έχουν ένα μια ένας μιας ενός αυτό αυτή αυτά αλλά είτε μετά πριν προς κατά"
    ),
    "tr": (
        "ve veya ya ile bir bu şu o da de ki mi mı mu mü için gibi kadar daha en çok ama ancak ise olan olarak oldu sonra önce "
        "göre karşı her hem ne ben sen biz siz onlar"
    ),
}
OWN_LISTS = {language: listed(words) for language, words in OWN_WORDS.items()}
