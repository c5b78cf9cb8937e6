"""Which articles are undeclared language versions of each other: each is the other's best match in its language."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from processing.catalogue import shingles
from processing.catalogue.shingles import Held, KeptFingerprint
from processing.catalogue.stories import UNDECLARED, Link
from processing.stories.undeclared import Facts, near, version_evidence

COMMON = 24  # articles that share a feature from which on it tells nothing: a figure of a publisher's own frame, a logo

FactsOf = Callable[[set[str]], dict[str, Facts]]


@dataclass(frozen=True)
class Looked:
    """Fingerprints of some articles, as they are now, and the holders of all their `lookups`."""

    prints: Mapping[str, KeptFingerprint]
    held: Held


def lookups(prints: Iterable[KeptFingerprint]) -> set[int]:
    """The keys that language versions of these articles may have."""
    return {other for one in prints for key in one.facts for other in near(key)}


def with_newcomers(before: Held, new: Mapping[str, KeptFingerprint], sites: Mapping[str, int]) -> Held:
    """The holders that `before` becomes when articles come that had no fingerprints, of whose `lookups` it has the holders."""
    by = {key: dict(found) for key, found in before.by.items()}
    for article, one in new.items():
        for key in one.facts:
            if key not in before.common:
                by.setdefault(key, {})[shingles.number_of(article)] = sites[article]
    common = {key for key, found in by.items() if len(found) >= COMMON}
    return Held({key: found for key, found in by.items() if key not in common}, before.common | common)


def affected(
    before: Held, after: Held, old: Mapping[str, KeptFingerprint], new: Mapping[str, KeptFingerprint]
) -> set[str]:
    """Articles whose versions must be looked for again when the fingerprints `old` have become `new`.

    `before` and `after` are the holders of `lookups` of both.
    """
    found = set(new)
    for held, prints in ((before, old), (after, new)):
        for article, one in prints.items():
            found |= sharing(article, one, held)
    for key in before.common ^ after.common:
        for other in near(key):
            for held in (before, after):
                found.update(map(shingles.id_of, held.by.get(other, ())))
    return found


def sharing(article: str, one: KeptFingerprint, held: Held) -> set[str]:
    """The other articles that share a telling feature with one."""
    found: set[int] = set()
    for key in one.facts:
        if key not in held.common:
            for other in near(key):
                found.update(held.by.get(other, ()))
    return set(map(shingles.id_of, found)) - {article}


def undeclared_versions(session: Session, articles: Collection[str], facts_of: FactsOf, looked: Looked) -> list[Link]:
    """The links of these articles to their undeclared language versions: a function of what the catalogue holds, of which some was
    `looked` up already.
    """
    matches = _Matches(session, facts_of, looked)
    links = {}
    chosen = {article: matches.best(article) for article in matches.prepared(articles)}
    matches.prepared({other for found in chosen.values() for other in found.values()})
    for article, found in chosen.items():
        for other in found.values():
            if matches.best(other).get(matches.language(article)) == article:
                left, right = sorted((article, other))
                links[left, right] = Link(left, right, UNDECLARED, matches.evidence(left, right) or {})
    return list(links.values())


class _Matches:
    """What articles may be versions of others, compared once."""

    def __init__(self, session: Session, facts_of: FactsOf, looked: Looked) -> None:
        self._session = session
        self._facts_of = facts_of
        self._looked = looked
        self._near: dict[str, set[str]] = {}
        self._facts: dict[str, Facts] = {}
        self._evidence: dict[tuple[str, str], dict[str, object] | None] = {}

    def prepared(self, articles: Collection[str]) -> list[str]:
        """Reads what is needed to find the best matches of these articles."""
        new = [article for article in articles if article not in self._near]
        prints = shingles.kept(self._session, [article for article in new if article not in self._looked.prints])
        others = Looked(prints, shingles.holders(self._session, lookups(prints.values()), COMMON))
        for article in new:
            looked = self._looked if article in self._looked.prints else others
            found = looked.prints.get(article)
            self._near[article] = sharing(article, found, looked.held) if found else set()
        wanted = {article for one in new if self._near[one] for article in (one, *self._near[one])}
        self._facts |= self._facts_of(wanted - self._facts.keys())
        return sorted(articles)

    def language(self, article: str) -> str:
        """The language of an article that has matches."""
        return self._facts[article].article.language

    def best(self, article: str) -> dict[str, str]:
        """The best match in each other language; where two different texts match alike, none."""
        by_language: dict[str, list[tuple[float, bool, str]]] = {}
        for other in self._near[article]:
            found = self.evidence(*sorted((article, other)))
            if found is not None:
                same_site = self._facts[other].article.site == self._facts[article].article.site
                row = (-float(str(found["score"])), not same_site, other)
                by_language.setdefault(self.language(other), []).append(row)
        best = {}
        for language, rows in by_language.items():
            rows.sort()
            alike = [other for *rank, other in rows if rank == [*rows[0][:2]]]
            if len({self._facts[other].article.reading.words for other in alike}) == 1:
                best[language] = alike[0]
        return best

    def evidence(self, left: str, right: str) -> dict[str, object] | None:
        """Why the two are versions of each other; None: they are not, or one of them is gone."""
        pair = (left, right)
        if pair not in self._evidence:
            there = left in self._facts and right in self._facts
            self._evidence[pair] = version_evidence(self._facts[left], self._facts[right]) if there else None
        return self._evidence[pair]
