"""What the search page shows: hits, facets with their links, opened concepts, totals and what they rest on, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from processing.catalogue.article_details import stories_members
from processing.catalogue.tables import Article
from search_api.answers import CoveredAnswer
from search_api.http.service import Service
from search_api.pages.asked import FACETS, Asked
from search_api.pages.names import FACETS as FACET_NAMES
from search_api.pages.names import Names, names_of
from search_api.query.answer import Answer, Expansion, FacetValue, Hit, TermCount
from search_api.query.question import Filters, Question, Sort
from search_api.wording import language_name

VALUES_AT_ONCE = 7  # of a facet; the rest opens
SORTS = {Sort.RELEVANCE: "best match", Sort.NEWEST: "newest first", Sort.OLDEST: "oldest first"}


@dataclass(frozen=True)
class Choice:
    """One value of a facet with the addresses that choose it, exclude it, or undo either."""

    name: str
    count: int
    state: str  # chosen, excluded or empty
    choose: str
    exclude: str  # empty: cannot be excluded
    undo: str


@dataclass(frozen=True)
class Facet:
    """A facet with its first values and the rest."""

    field: str
    name: str
    first: Sequence[Choice]
    rest: Sequence[Choice]


@dataclass(frozen=True)
class Chosen:
    """A filter that is set, in words, with the address that takes it away."""

    words: str
    undo: str


@dataclass(frozen=True)
class Result:
    """A hit with its publisher's name and the other articles of its story."""

    hit: Hit
    publisher: str
    others: Sequence[Article]  # one for each other language
    copies: int  # further articles, in languages that are shown already


@dataclass(frozen=True)
class Opened:
    """A concept that a word of the question named, its terms by language, those that find most first."""

    expansion: Expansion
    name: str
    languages: Sequence[tuple[str, Sequence[TermCount]]]
    silent: Sequence[tuple[str, Sequence[TermCount]]]  # what finds nothing here: of some 150 terms most do
    switched_off: int


@dataclass(frozen=True)
class SearchPage:
    """Everything on the page."""

    covered: CoveredAnswer
    results: Sequence[Result]
    facets: Sequence[Facet]
    chosen: Sequence[Chosen]
    opened: Sequence[Opened]
    sorts: Sequence[tuple[str, str, bool]]  # words, address, whether it is in force
    folding: tuple[str, str]  # words, address
    next_page: str
    first_page: str
    clear: str  # the same words without filters


def search_page(service: Service, asked: Asked, covered: CoveredAnswer) -> SearchPage:
    """Prepares the page that shows the answer to what was asked."""
    question = asked.question()
    answer = covered.answer
    names = names_of(service)
    return SearchPage(
        covered=covered,
        results=_results(service, answer, names, question.fold_stories),
        facets=[_facet(field, answer.facets.get(field, ()), asked, names) for field in FACETS],
        chosen=_chosen(asked, question.filters, names),
        opened=[_opened(expansion, names) for expansion in answer.expansions],
        sorts=_sorts(asked, question),
        folding=_folding(asked, question),
        next_page=asked.with_only("cursor", answer.cursor).address() if answer.cursor else "",
        first_page=asked.without("cursor").address() if question.cursor else "",
        clear=Asked(tuple(pair for pair in asked.pairs if pair[0] == "q")).address(),
    )


def _results(service: Service, answer: Answer, names: Names, folded: bool) -> list[Result]:
    with service.catalogue.reading() as session:
        stories = stories_members(session, [hit.story_id for hit in answer.hits])
    results = []
    for hit in answer.hits:
        by_language: dict[str, Article] = {}
        members = [member for member in stories.get(hit.story_id, ()) if member.id != hit.article_id]
        for member in members:
            if member.language != hit.language:
                by_language.setdefault(member.language, member)
        others = [by_language[language] for language in sorted(by_language, key=language_name)]
        copies = len(members) - len(others)
        results.append(Result(hit, names.of("source", hit.source), others if folded else (), copies if folded else 0))
    return results


def _facet(field: str, values: Sequence[FacetValue], asked: Asked, names: Names) -> Facet:
    choices = [_choice(field, value, asked, names) for value in values]
    first = [choice for choice in choices if choice.state]
    first += [choice for choice in choices if not choice.state][: max(VALUES_AT_ONCE - len(first), 0)]
    rest = [choice for choice in choices if choice not in first]
    return Facet(field, FACET_NAMES[field], first, rest)


def _choice(field: str, value: FacetValue, asked: Asked, names: Names) -> Choice:
    state = "chosen" if value.chosen else "excluded" if value.excluded else ""
    name = names.of(field, value.value)
    if field == "year":
        undo = asked.without("published_from", "published_to", "cursor").address()
        return Choice(name, value.count, state, asked.of_year(value.value).address(), "", undo)
    written = [given for given in asked.values(field) if given.lstrip("-").casefold() == value.value.casefold()]
    undone = asked
    for given in written:
        undone = undone.minus(field, given)
    return Choice(
        name,
        value.count,
        state,
        undone.plus(field, value.value).address(),
        undone.plus(field, f"-{value.value}").address(),
        undone.address(),
    )


def _chosen(asked: Asked, filters: Filters, names: Names) -> list[Chosen]:
    """Every filter that is set, so that it is seen and can be taken away even where no facet shows it."""
    found = []
    for field, values in filters:
        if isinstance(values, tuple):
            for value in values:
                word = "not " if value.startswith("-") else ""
                words = f"{FACET_NAMES.get(field, field)}: {word}{names.of(field, value.removeprefix('-'))}"
                found.append(Chosen(words, asked.minus(field, value).address()))
    spans = (("published_from", "from"), ("published_to", "until"))
    for field, word in spans:
        if asked.value(field):
            found.append(Chosen(f"{word} {asked.value(field)}", asked.without(field, "cursor").address()))
    if filters.date_uncertain is not None:
        words = "date uncertain" if filters.date_uncertain else "date certain"
        found.append(Chosen(words, asked.without("date_uncertain", "cursor").address()))
    if filters.withdrawn:
        found.append(Chosen("also what was taken down", asked.without("withdrawn", "cursor").address()))
    return found


def _opened(expansion: Expansion, names: Names) -> Opened:
    heard = [term for term in expansion.terms if term.articles or term.switched_off]
    return Opened(
        expansion,
        names.of("concept", expansion.concept),
        _by_language(heard),
        _by_language([term for term in expansion.terms if term not in heard]),
        sum(term.switched_off for term in expansion.terms),
    )


def _by_language(terms: Sequence[TermCount]) -> list[tuple[str, Sequence[TermCount]]]:
    languages: dict[str, list[TermCount]] = {}
    for term in sorted(terms, key=lambda term: -term.articles):
        languages.setdefault(term.language, []).append(term)
    return list(languages.items())


def _sorts(asked: Asked, question: Question) -> list[tuple[str, str, bool]]:
    has_words = bool(question.text.strip())
    in_force = question.sort or (Sort.RELEVANCE if has_words else Sort.NEWEST)
    offered = [sort for sort in SORTS if has_words or sort is not Sort.RELEVANCE]
    return [(SORTS[sort], asked.with_only("sort", sort.value).address(), sort is in_force) for sort in offered]


def _folding(asked: Asked, question: Question) -> tuple[str, str]:
    if question.fold_stories:
        return "show every article", asked.with_only("fold_stories", "false").address()
    return "one result for each story", asked.without("fold_stories", "cursor").address()
