"""Which articles may tell the same news: those that share shingles which few others have.

A shingle that many articles share, or several of one site, is a phrase or a site's frame and says nothing about news. It then
counts for nobody, also not for those who shared it before: so the answer does not depend on the order in which articles came.
"""

from collections import Counter
from collections.abc import Collection, Mapping

COMMON = 64  # articles that share a shingle from which on it is a phrase ("the rights of the")
FRAME = 8  # articles of one site that share a shingle beyond which it is that site's frame
FEWEST_SHARED = 2  # one sampled shingle in common is met by chance
FEWEST_SHARE = 0.08  # of the smaller text's sample; texts rewritten twice share a quarter of their wording

Holding = Mapping[int, int]  # number of an article that has a shingle -> number of its site
Holders = Mapping[int, Holding]  # shingle -> who has it
NOBODY: Holding = {}


def candidates(article: int, keys: Collection[int], holders: Holders) -> dict[int, int]:
    """The articles that share enough telling shingles with `article` to be compared, and how many each shares."""
    shared: Counter[int] = Counter()
    for key in keys:
        if len(holding := holders.get(key, NOBODY)) > 1:
            shared.update(told_together(article, holding))
    return {other: number for other, number in shared.items() if number >= FEWEST_SHARED}


def share_enough(shared: int, keys: int, other_keys: int) -> bool:
    """Whether two articles with so many keys share so many that comparing their texts is worth while."""
    return shared >= FEWEST_SHARE * min(keys, other_keys)


def told_together(article: int, holding: Holding) -> Collection[int]:
    """The other articles for which a shingle with these holders tells that they may be the same news."""
    if len(holding) < 2 or len(holding) >= COMMON:
        return ()
    framed = frames(holding)
    if not framed:
        return [other for other in holding if other != article]
    if holding.get(article) in framed:
        return ()
    return [other for other, site in holding.items() if other != article and site not in framed]


def frames(holding: Holding) -> set[int]:
    """The sites whose frame a shingle with these holders belongs to."""
    if len(holding) - len(set(holding.values())) < FRAME:  # no site can have more than FRAME of them
        return set()
    return {site for site, number in Counter(holding.values()).items() if number > FRAME}


def tells_less(before: Holding, after: Holding) -> bool:
    """Whether a shingle has become common, or a site's frame."""
    if len(after) <= FRAME:
        return False
    return len(before) < COMMON and (len(after) >= COMMON or bool(frames(after) - frames(before)))


def tells_more(before: Holding, after: Holding) -> bool:
    """Whether a shingle is a site's frame no longer."""
    return len(before) > FRAME and len(after) < COMMON and bool(frames(before) - frames(after))
