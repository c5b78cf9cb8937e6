"""Which articles may tell the same news: those that share shingles which few others have.

A shingle that many articles share, or several of one site, is a phrase or a site's frame and says nothing about news. It then
counts for nobody, also not for those who shared it before: so the answer does not depend on the order in which articles came.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

COMMON = 64  # articles that share a shingle from which on it is a phrase ("the rights of the")
FRAME = 8  # articles of one site that share a shingle beyond which it is that site's frame
FEWEST_SHARED = 2  # one sampled shingle in common is met by chance
FEWEST_SHARE = 0.06  # of the smaller text's sample; texts rewritten twice share a quarter of their wording

Holders = Mapping[int, Collection[int]]  # shingle -> numbers of the articles that have it
SiteOf = Callable[[int], str]


def candidates(article: int, keys: Collection[int], holders: Holders, site_of: SiteOf) -> dict[int, int]:
    """The articles that share enough telling shingles with `article` to be compared, and how many each shares."""
    shared: Counter[int] = Counter()
    for key in keys:
        shared.update(told_together(article, holders.get(key, ()), site_of))
    return {other: number for other, number in shared.items() if number >= FEWEST_SHARED}


def share_enough(shared: int, keys: int, other_keys: int) -> bool:
    """Whether two articles with so many keys share so many that comparing their texts is worth while."""
    return shared >= FEWEST_SHARE * min(keys, other_keys)


def told_together(article: int, holding: Collection[int], site_of: SiteOf) -> Collection[int]:
    """The other articles for which a shingle with these holders tells that they may be the same news."""
    if len(holding) < 2 or len(holding) >= COMMON:
        return ()
    framed = frames(holding, site_of)
    if not framed:
        return [other for other in holding if other != article]
    if site_of(article) in framed:
        return ()
    return [other for other in holding if other != article and site_of(other) not in framed]


def frames(holding: Collection[int], site_of: SiteOf) -> set[str]:
    """The sites whose frame a shingle with these holders belongs to."""
    if len(holding) <= FRAME:
        return set()
    return {site for site, number in Counter(map(site_of, holding)).items() if number > FRAME}


def tells_less(before: Collection[int], after: Collection[int], site_of: SiteOf) -> bool:
    """Whether a shingle has become common, or a site's frame."""
    return len(before) < COMMON and (len(after) >= COMMON or bool(frames(after, site_of) - frames(before, site_of)))


def tells_more(before: Collection[int], after: Collection[int], site_of: SiteOf) -> bool:
    """Whether a shingle is common, or a site's frame, no longer."""
    if len(after) >= COMMON:
        return False
    return len(before) >= COMMON or bool(frames(before, site_of) - frames(after, site_of))
