"""What is allowed in a declaration and yet probably not meant: told by `sources check`, and no mistake."""

from itertools import pairwise

from crawlers.declaration import Declaration
from crawlers.numbers import is_loopback
from crawlers.scope import Scope

SHORTEST_DELAY = 1.0  # seconds between two requests of a site that is not ours


def doubts_of(declaration: Declaration) -> list[str]:
    """Doubts about a declaration, in words; none about one that is not enabled."""
    if not declaration.enabled:
        return []
    found = []
    if not declaration.rests_on:
        found.append("`rests_on` does not say what it rests on")
    if not declaration.articles.are:
        found.append("`articles.are` is not said, so every page of its hosts that is named counts as an article")
    if declaration.politeness.delay < SHORTEST_DELAY and not is_loopback(declaration.site):
        found.append(
            f"asks every {declaration.politeness.delay:g} s; a press office should be left {SHORTEST_DELAY:g} s at least"
        )
    scope = Scope(declaration)
    for name, way in declaration.ways.items():
        own = [address for address in way.addresses if scope.judge(declaration.absolute(address)).role == "article"]
        if declaration.articles.are and own:
            found.append(f"the list {own[0]} of `{name}` counts as an article itself: say so in `articles.are_not`")
    found += _layout_gaps(declaration)
    return found


def _layout_gaps(declaration: Declaration) -> list[str]:
    """Days that two layouts claim or that none has: a redesign ends one layout and begins the next."""
    found = []
    ordered = sorted(declaration.layouts, key=lambda one: one.valid_from.toordinal() if one.valid_from else 0)
    for before, after in pairwise(ordered):
        if after.valid_from is None:
            found.append("two layouts are valid from the beginning: say `valid_from` of the younger one")
        elif before.valid_until is not None and (after.valid_from - before.valid_until).days != 1:
            found.append(
                f"between {before.valid_until} and {after.valid_from} there are days with two layouts, or with none"
            )
    return found
