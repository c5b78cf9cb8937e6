"""What the embedded index holds of an article: its fields, and the document made of it."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import metadata
from typing import Any

import tantivy

from search_api.engines.analysis import (
    NO_WORD,
    STEMMED_LANGUAGES,
    folded_and_stemmed_text,
    folded_text,
    stemmed_language,
)
from search_api.engines.cursor import number_of
from search_api.engines.engine import IndexedArticle
from search_api.query.fields import PLACE_FIELDS

# Raise it when a document is made differently (other stems, other folding): indexes made before are then built anew.
MAKING = 1

WORDS = "words"  # our analysis has made the words; the tokenizer only splits them at spaces
NAMES = (
    *("story", "language", "source", "publisher_kind", "country", *PLACE_FIELDS),
    *("concept", "organisation", "kind"),
)


def text_fields(name: str) -> list[tuple[str, str]]:
    """(field, language) of `title` or `text`: the folded one (language empty), then one for each stemmed language."""
    return [(name, ""), *((f"{name}_{language}", language) for language in STEMMED_LANGUAGES)]


def build_schema() -> Any:
    """The schema. Nothing is stored but `record`, the article as JSON, from which hits are shown."""
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("record", stored=True)
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    for name in NAMES:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "text"):
        for field, _ in text_fields(name):
            builder.add_text_field(field, tokenizer_name=WORDS)
    # Only numbers can be read column-wise: ids are kept as the first 64 bits of their digest, days as their ordinal.
    builder.add_unsigned_field("article_number", fast=True)
    builder.add_unsigned_field("story_number", fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_integer_field("year", fast=True)
    builder.add_boolean_field("date_uncertain", indexed=True)
    builder.add_boolean_field("withdrawn", indexed=True)
    return builder.build()


def schema_name() -> str:
    """A short name of the schema; another name means that the index must be built anew."""
    return name_of(MAKING)


@cache
def name_of(making: int) -> str:
    """The name for one way of making documents; computed once, because every question asks for it."""
    fields = [making, WORDS, *NAMES, *STEMMED_LANGUAGES, *sorted(IndexedArticle.__dataclass_fields__)]
    return hashlib.sha256(f"{fields} {metadata.version('tantivy')}".encode()).hexdigest()[:12]


def register_words(index: Any) -> None:
    """Tokenizers are not kept with an index: this is needed at every opening."""
    splitting = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(WORDS, splitting.filter(tantivy.Filter.custom_stopword([NO_WORD])).build())


def document_of(article: IndexedArticle) -> Any:
    """The document of one article. tantivy drops fields that the schema lacks without a word: names come from here alone."""
    document = tantivy.Document()
    document.add_bytes("record", json.dumps(vars(article), default=str, ensure_ascii=False).encode())
    document.add_text("article", article.article_id)
    names = {
        "story": (article.story_id,),
        "language": (article.language,),
        "source": (article.source,),
        "publisher_kind": (article.publisher_kind,),
        "country": article.countries,
        "concept": article.concepts,
        "organisation": article.organisations,
        **{name: getattr(article, name) for name in PLACE_FIELDS},
        "kind": (article.kind,),
    }
    for name in NAMES:
        for value in dict.fromkeys(filter(None, names[name])):
            document.add_text(name, value)
    for name, text in (("title", article.title), ("text", article.text)):
        language = stemmed_language(article.language)
        if language:
            folded, stemmed = folded_and_stemmed_text(language, text)
            document.add_text(f"{name}_{language}", stemmed)
        else:
            folded = folded_text(text)
        document.add_text(name, folded)
    document.add_unsigned("article_number", number_of(article.article_id))
    document.add_unsigned("story_number", number_of(article.story_id))
    if article.published:
        document.add_integer("published", article.published.toordinal())
        document.add_integer("year", article.published.year)
    document.add_boolean("date_uncertain", article.date_uncertain or article.published is None)
    document.add_boolean("withdrawn", article.withdrawn)
    return document


def article_in(document: Any) -> IndexedArticle:
    """The article that a stored document was made of."""
    fields = json.loads(bytes(document.get_first("record")))
    for name in ("countries", "concepts", "organisations", *PLACE_FIELDS):
        fields[name] = tuple(fields[name])
    article = IndexedArticle(**fields)
    return replace(article, published=date.fromisoformat(fields["published"])) if fields["published"] else article
