"""Probes a declaration on the live site: robots.txt, each way in, one article; what works, and the cure where something does not."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from crawlers import captures
from crawlers.declaration import Declaration, ListingWay
from crawlers.inspection.announced import Announced
from crawlers.inspection.lists import ReadList, carried, read_lists
from crawlers.inspection.one_page import Trial, read_capture
from crawlers.inspection.signals import mining_of, rules_of
from crawlers.looking import Look, LookError, NoAnswer
from crawlers.scope import Scope
from crawlers.site_lock import SiteLock
from crawlers.tasks import Answered, Task
from crawlers.ways.reading import Found
from processing.settings import Settings

LITTLE_TEXT = 400  # characters; a release is longer, a teaser is not


@dataclass(frozen=True)
class Probe:
    """One thing that was looked at."""

    what: str  # robots.txt, text-mining, the name of a way, article
    well: bool
    said: str
    cure: str = ""


@dataclass(frozen=True)
class Checked:
    """A source as it was found. It is well when an article was found on a list and read."""

    source: str
    at: datetime
    well: bool
    probes: tuple[Probe, ...]


def check_all(
    settings: Settings, declarations: Sequence[Declaration], moment: datetime, told: Callable[[Checked], None]
) -> list[Checked]:
    """Checks sources, one after the other on one site, several sites at the same time; `told` hears of each."""
    sites: dict[str, list[Declaration]] = {}
    for declaration in declarations:
        sites.setdefault(SiteLock(settings, declaration.site).name, []).append(declaration)

    def check_site(group: list[Declaration]) -> list[Checked]:
        done = []
        for declaration in group:
            done.append(check_source(settings, declaration, moment))
            told(done[-1])
        return done

    with ThreadPoolExecutor(settings.crawls_at_once) as threads:
        return [one for group in threads.map(check_site, sites.values()) for one in group]


def check_source(settings: Settings, declaration: Declaration, moment: datetime) -> Checked:
    """Asks a site what a crawl would ask first: about ten requests, with the source's delay between them."""
    probes: list[Probe] = []
    well = False
    try:
        with Look(settings, declaration) as look:
            well = _probe(settings, look, declaration, moment, probes)
    except LookError as error:
        probes.append(Probe("site", False, str(error)))
    return Checked(declaration.name, moment, well, tuple(probes))


def _probe(settings: Settings, look: Look, declaration: Declaration, moment: datetime, probes: list[Probe]) -> bool:
    first = next(declaration.absolute(address) for way in declaration.ways.values() for address in way.addresses)
    rules = rules_of(look, declaration, first.replace("{page}", "1"))
    probes.append(Probe("robots.txt", not rules.trouble, rules.said, rules.cure))
    announced = Announced(look, declaration, rules.sitemaps)
    best: tuple[Found, ReadList] | None = None
    for name in declaration.ways:
        read = list(read_lists(look, declaration, [name], moment))
        probes.append(_of_way(name, read, declaration, announced))
        best = best or _an_article(declaration, read)
    if best is None:
        probes.append(Probe("article", False, "no way in named one"))
        probes.append(Probe("text-mining", True, mining_of(look, declaration, None)))
        return False
    trial, answer = _trial_of(settings, look, declaration, *best)
    probes.append(trial)
    probes.append(Probe("text-mining", True, mining_of(look, declaration, answer)))
    return trial.well


def _of_way(name: str, read: list[ReadList], declaration: Declaration, announced: Announced) -> Probe:
    way = declaration.ways[name]
    kind = f"{name} ({way.way}{', stands in' if way.in_place_of else ''})"
    articles = sum(len(one.articles) for one in read)
    trouble = [one for one in read if one.trouble]
    if not articles:
        said = "; ".join(dict.fromkeys(one.trouble or "named no article" for one in read)) or "nothing was asked"
        return Probe(kind, False, said, _cure(way.way, read, declaration, announced))
    found = sum(len(one.reading.found) for one in read)
    days = [item.hints.published_day for one in read for item in one.articles if item.hints.published_day]
    newest = f", the newest of {max(days)}" if days else ""
    dated = sum(bool(item.hints.published) for one in read for item in one.articles)
    said = f"{found} items, {articles} articles{newest}, {dated} with a day"
    if trouble:
        said += "; " + "; ".join(f"{one.address}: {one.trouble}" for one in trouble)
    return Probe(kind, True, said)


def _cure(kind: str, read: list[ReadList], declaration: Declaration, announced: Announced) -> str:
    """What can be done about a way that gives nothing."""
    answer = next((one.answer for one in read if one.answer), None)
    named = [item.address for one in read for item in one.reading.found]
    if named:
        return f"it named {named[0]}: do `articles.are` and `hosts` say what its articles are?"
    if answer is not None and answer.status in (401, 403, 429):
        return "the site refuses programs here: take another way in, or declare `enabled: false` with this reason"
    if kind == "listing" and answer is not None and answer.status == 200:
        way = declaration.ways[read[0].page.way]
        assert isinstance(way, ListingWay)
        return announced.about_cards(answer, way)
    return announced.other_ways()


def _an_article(declaration: Declaration, read: list[ReadList]) -> tuple[Found, ReadList] | None:
    """The first article that a list named; a page before a file, as only pages show whether the layout is read."""
    scope = Scope(declaration)
    found = [(item, one) for one in read for item in one.articles]
    pages = [pair for pair in found if scope.judge(scope.plain(pair[0].address) or "").role == "article"]
    return next(iter(pages or found), None)


def _trial_of(
    settings: Settings, look: Look, declaration: Declaration, item: Found, one: ReadList
) -> tuple[Probe, Answered | None]:
    task = Task(Scope(declaration).plain(item.address) or item.address, "article", item.hints)
    if (made := carried(look, declaration, one, item)) is not None:
        return _of_trial(read_capture(settings, made, declaration)), None
    answer = look.ask(task.address)
    if isinstance(answer, NoAnswer):
        return Probe("article", False, f"{task.address}: {answer.why}"), None
    if answer.status != 200:
        return Probe("article", False, f"{task.address}: answered {answer.status}"), answer
    capture = captures.of_answer(declaration.name, task, answer)
    return _of_trial(read_capture(settings, capture, declaration)), answer


def _of_trial(trial: Trial) -> Probe:
    see = f"`protection-news sources try {trial.address}` shows why"
    if trial.ended != "kept":
        return Probe("article", False, f"{trial.address} would be {trial.ended}: {trial.why}", see)
    fields = {one.name: one.value for one in trial.fields}
    length = next((int(word.replace(",", "")) for word in fields["text"].split() if word.replace(",", "").isdigit()), 0)
    said = f"{trial.address}: “{fields['title']}”, {fields['published']}, {fields['language']}, {fields['text']}"
    if fields["published"] == "no date":
        return Probe("article", True, said, f"say where its day stands (`layouts: date`, or the card's `date`); {see}")
    if length < LITTLE_TEXT:
        return Probe("article", True, said, f"little text: is this all of it? {see}")
    return Probe("article", True, said)
