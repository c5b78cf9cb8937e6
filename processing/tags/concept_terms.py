"""What to look for in the texts of a language: the terms of concepts and the names of organisations that they may hold."""

from collections.abc import Iterator
from functools import lru_cache

from processing.tags.matcher import Matcher, Term
from processing.tags.vocabulary import load_concepts, load_organisations

MATCHERS_KEPT = 64  # one for each language and kind; about 1 MB each
CONCEPT, ORGANISATION = "concept", "organisation"
BLOCKER = "blocker"
DOUBTFUL_TERM = "term in context"
LONGEST_ABBREVIATION = 6  # letters
# Languages that are read with each other's terms: one speech under several names.
RELATIVES = {"bs": ("hr", "sr"), "hr": ("sr", "bs"), "sr": ("hr", "bs"), "prs": ("fa",), "ti": ("am",)}


@lru_cache(MATCHERS_KEPT)
def matcher(language: str) -> Matcher:
    """Finds concepts and organisations in texts of this language, in one go."""
    return Matcher((*concept_terms(language), *organisation_terms(language)), language)


def organisation_terms(language: str) -> Iterator[Term]:
    """The names that a text may use: those in its language, those that are the same everywhere, and the longer English ones."""
    own = (language, *RELATIVES.get(language, ()), "any")
    for organisation in load_organisations():
        for spoken in dict.fromkeys((*own, "en")):
            for words in organisation.names.get(spoken, ()):
                short = words.isupper()
                if spoken in own or (" " in words and not short):  # an English abbreviation may be a word: UN, WHO
                    rule = "abbreviation" if short else "name"
                    yield Term(words, organisation.id, rule, exact=short, kind=ORGANISATION)
            for words in organisation.blockers.get(spoken, ()):
                yield Term(words, organisation.id, BLOCKER, exact=words.isupper(), kind=ORGANISATION)


def concept_terms(language: str) -> Iterator[Term]:
    """The terms, each with the rule that a tag read from it carries."""
    for concept in load_concepts():
        own = dict.fromkeys((language, *RELATIVES.get(language, ())))
        for spoken in dict.fromkeys((*own, "en")):
            doubtful = concept.doubtful.get(spoken, ())
            unchanged = concept.as_written.get(spoken, ())
            for words in concept.terms.get(spoken, ()):
                exact = words.isupper() and len(words) < LONGEST_ABBREVIATION
                if spoken in own or " " in words or exact:  # one English word may be another in this language
                    rule = DOUBTFUL_TERM if words in doubtful else "term"
                    yield Term(words, concept.id, rule, exact=exact, unchanged=words in unchanged, kind=CONCEPT)
            for words in concept.blockers.get(spoken, ()):
                yield Term(words, concept.id, BLOCKER, kind=CONCEPT)
