"""The step `link`: articles are joined into stories by their copies and their declared language versions.

Runs in batches, each one transaction that leaves the catalogue consistent. What is linked depends on the articles alone: any
order, any batch size and any interruption give the same stories.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

import xxhash
from sqlalchemy.orm import Session

from processing.catalogue import shingles, stories
from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import next_revision
from processing.catalogue.shingles import Held, KeptFingerprint
from processing.catalogue.stories import COPY, LANGUAGE_VERSION, SPLIT, UNDECLARED, Link, LinkedText
from processing.stories import versions
from processing.stories.candidates import (
    COMMON,
    FRAME,
    NOBODY,
    Holders,
    candidates,
    share_enough,
    tells_less,
    tells_more,
)
from processing.stories.components import stories_from
from processing.stories.copies import Comparable, copy_evidence
from processing.stories.fingerprints import SCHEME, fingerprint
from processing.stories.reading import Reading, read
from processing.stories.translations import ends, language_versions
from processing.stories.undeclared import Facts, facts, keys_of
from processing.stories.versions import Looked, lookups, undeclared_versions

BATCH = 200  # articles in one transaction: about half a second, for which other writers wait
READINGS_KEPT = 2000  # texts kept ready for comparison, 30 kB each

Progress = Callable[[int, int], None]


def link(catalogue: Catalogue, batch: int = BATCH, progress: Progress = lambda done, total: None) -> dict[str, int]:
    """Links all articles that are new or changed. Returns how many were, and how many came into another story.

    `progress` is told how many articles are done, of how many.
    """
    with catalogue.reading() as session:
        waiting = stories.waiting(session, SCHEME)
    linker = Linker(catalogue)
    done = moved = 0
    for start in range(0, len(waiting), batch):
        moved += linker.link(waiting[start : start + batch])
        done = min(start + batch, len(waiting))
        progress(done, len(waiting))
    with catalogue.reading() as session:
        return {"linked": done, "moved": moved, "stories": stories.count(session)}


class Linker:
    """Links batches of articles; keeps what it has read of others for the next batch."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._readings: dict[tuple[str, int], Comparable] = {}

    def link(self, article_ids: Collection[str]) -> int:
        """Makes the links of these articles anew, and the stories that follow from them. Returns how many articles moved."""
        with self._catalogue.reading() as session:
            texts = stories.texts(session, article_ids)
        readings = {article: _comparable(one) for article, one in texts.items()}
        made = {article: _fingerprint(one, readings[article].reading) for article, one in texts.items()}
        with self._catalogue.session() as session:
            revision = next_revision(session)  # first of all: it makes linkers that work at the same time queue
            now = stories.texts(session, texts, whole=False)
            # An article that changed since it was read waits for the next run.
            fresh = {article: one for article, one in texts.items() if now.get(article) == replace(one, text="")}
            prints = {article: made[article] for article in fresh}
            self._readings |= {(article, one.version): readings[article] for article, one in fresh.items()}
            old = shingles.kept(session, fresh)
            versions_before = shingles.holders(session, lookups((*old.values(), *prints.values())), versions.COMMON)
            touched, freed = self._link_languages(session, fresh)
            sites = {article: site_number(site_of_address(one.address)) for article, one in fresh.items()}
            touched |= self._link_copies(session, fresh, old, prints, sites, freed)
            if old:
                versions_after = shingles.holders(session, lookups((*old.values(), *prints.values())), versions.COMMON)
            else:
                versions_after = versions.with_newcomers(versions_before, prints, sites)
            again = versions.affected(versions_before, versions_after, old, prints) | touched
            touched |= self._link_undeclared(session, again, fresh, Looked(prints, versions_after))
            moved = put_into_stories(session, touched | set(fresh), revision)
            stories.mark_linked(session, {article: one.version for article, one in fresh.items()})
        return moved

    def _link_languages(self, session: Session, fresh: Collection[str]) -> tuple[set[str], set[str]]:
        """Links declared language versions; returns the articles whose links may have changed, and those that have lost one."""
        near = stories.declared(session, by=fresh, of=fresh)
        changed = ends(near) | set(fresh)
        around = stories.declared(session, by=changed, of=changed)
        around |= stories.declared(session, of={one.of for one in around})
        languages = stories.languages(session, ends(around))
        before = stories.links_of(session, changed, LANGUAGE_VERSION)
        links = language_versions(around, languages, among=changed)
        stories.replace_links(session, changed, LANGUAGE_VERSION, links)
        kept = {(one.left, one.right) for one in links}
        return changed | _ends_of(before), _ends_of(one for one in before if (one.left, one.right) not in kept)

    def _link_copies(
        self,
        session: Session,
        fresh: dict[str, LinkedText],
        old: dict[str, KeptFingerprint],
        prints: dict[str, KeptFingerprint],
        sites: Mapping[str, int],
        freed: set[str],
    ) -> set[str]:
        """Links copies of the fresh articles, and again of the `freed` and those whose shingles tell something else now."""
        lost = {key for one in old.values() for key in one.keys}
        before = shingles.holders(session, lost.union(*(one.keys for one in prints.values())), COMMON)
        shingles.replace(session, SCHEME, prints, sites)
        after = holders_after(before, shingles.holders(session, lost, COMMON), lost, prints, sites)
        again = self._to_link_again(session, before, after, changed=set(old)) | freed
        again -= set(prints)
        prints = {**prints, **shingles.kept(session, again)}
        around = {key for article in again for key in prints[article].keys} - after.keys() - before.common
        after |= shingles.holders(session, around, COMMON).by
        links = self._copies(session, prints, after, fresh)
        gone = stories.links_of(session, prints, COPY)
        stories.replace_links(session, prints, COPY, links)
        return set(prints) | _ends_of(gone) | _ends_of(links)

    def _link_undeclared(
        self, session: Session, articles: set[str], fresh: dict[str, LinkedText], looked: Looked
    ) -> set[str]:
        """Links language versions that nobody declares; returns the articles whose links may have changed."""

        def facts_of(wanted: set[str]) -> dict[str, Facts]:
            return {article: facts(*found) for article, found in self._comparables(session, wanted, fresh).items()}

        before = stories.links_of(session, articles, UNDECLARED)
        links = undeclared_versions(session, articles, facts_of, looked)
        stories.replace_links(session, articles, UNDECLARED, links)
        return _ends_of(before) | _ends_of(links)

    def _to_link_again(self, session: Session, before: Held, after: Holders, changed: set[str]) -> set[str]:
        """Articles whose copies must be looked for again because of what this batch brought or took away."""
        more: set[int] = set()
        less: set[int] = set()
        for key, now in after.items():
            was = before.by.get(key, NOBODY)
            if len(was) <= FRAME and len(now) <= FRAME and key not in before.common:
                continue  # nearly all of them
            if key in before.common or tells_more(was, now):
                more.update(now)
            elif tells_less(was, now):
                less.update(now)
        losing = set(map(shingles.id_of, less))
        losing = _ends_of(one for one in stories.links_of(session, losing, COPY) if {one.left, one.right} <= losing)
        return losing | set(map(shingles.id_of, more)) | _ends_of(stories.links_of(session, changed, COPY))

    def _copies(
        self, session: Session, prints: dict[str, KeptFingerprint], holders: Holders, fresh: dict[str, LinkedText]
    ) -> list[Link]:
        near = {
            article: {
                shingles.id_of(other): shared
                for other, shared in candidates(shingles.number_of(article), one.keys, holders).items()
            }
            for article, one in prints.items()
        }
        sizes = shingles.sizes(session, {other for found in near.values() for other in found})
        pairs = shingles.twins(session, prints)
        for article, one in prints.items():
            for other, shared in near[article].items():
                if other in sizes and share_enough(shared, len(one.keys), sizes[other]):
                    pairs.add((min(article, other), max(article, other)))
        readings = self._comparables(session, {article for pair in pairs for article in pair}, fresh)
        links = []
        for left, right in sorted(pairs):
            evidence = copy_evidence(readings[left][1], readings[right][1])
            if evidence is not None:
                links.append(Link(left, right, COPY, evidence))
        return links

    def _comparables(
        self, session: Session, article_ids: set[str], fresh: dict[str, LinkedText]
    ) -> dict[str, tuple[LinkedText, Comparable]]:
        """These articles, and how they are read for comparison."""
        found = {}
        for article, one in {**stories.texts(session, article_ids - fresh.keys()), **fresh}.items():
            if article in article_ids:
                key = (article, one.version)
                if key not in self._readings:
                    self._readings[key] = _comparable(one)
                found[article] = one, self._readings[key]
        while len(self._readings) > READINGS_KEPT:
            del self._readings[next(iter(self._readings))]  # the one read longest ago
        return found


def holders_after(
    before: Held, read_again: Held, lost: set[int], new: Mapping[str, KeptFingerprint], sites: Mapping[str, int]
) -> dict[int, dict[int, int]]:
    """Who holds the shingles that are not common, or were not, once a batch has its new fingerprints.

    `lost` are the shingles that were taken away from some article, as `read_again` has them since. What was common and was
    taken from nobody stays so, and is left out.
    """
    after = {key: dict(found) for key, found in before.by.items() if key not in lost or key in read_again.common}
    after |= read_again.by
    stay_common = before.common - (lost - read_again.common)
    for article, one in new.items():
        number, site = shingles.number_of(article), sites[article]
        for key in one.keys:
            if key not in stay_common:
                after.setdefault(key, {})[number] = site
    return after


def site_of_address(address: str) -> str:
    """The site of an address: its host without `www.`, with its port where it names one."""
    return urlsplit(address).netloc.lower().removeprefix("www.") or address


def site_number(site: str) -> int:
    """A site as the number that stands beside its shingles: 31 bits."""
    return xxhash.xxh3_64_intdigest(site.encode("utf-8", "surrogatepass")) >> 33


def _fingerprint(one: LinkedText, reading: Reading) -> KeptFingerprint:
    found = fingerprint(reading.words, reading.hashes)
    return KeptFingerprint(found.keys, found.exact, keys_of(one, reading.words, site_of_address(one.address)))


def _comparable(one: LinkedText) -> Comparable:
    return Comparable(site_of_address(one.address), one.language, one.title, one.published, read(one.text))


def put_into_stories(session: Session, article_ids: set[str], revision: int) -> int:
    """Finds the stories that these articles and all that hangs together with them form. Returns how many articles moved."""
    inside: set[str] = set()
    links: dict[tuple[str, str], Link] = {}
    new = set(article_ids)
    while new:
        inside |= new
        found = stories.links_of(session, new)
        links.update({(one.left, one.right): one for one in found})
        found = [one for one in found if one.reason != SPLIT]
        told = {story for story in stories.stories_of(session, new).values() if story}
        new = (_ends_of(found) | stories.members(session, told)) - inside
    was = stories.stories_of(session, inside)
    now = stories_from(was, links.values())
    moved = {article: story for article, story in now.items() if was[article] != story}
    stories.move(session, moved, revision)
    return len(moved)


def _ends_of(links: Iterable[Link]) -> set[str]:
    return {end for one in links for end in (one.left, one.right)}
