"""How fast articles are indexed: each engine beside its own library at its plainest, fed with documents that are ready."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tantivy
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search_api.engines.cursor import number_of
from search_api.engines.elasticsearch.connection import Connection, Place
from search_api.engines.elasticsearch.engine import ElasticsearchEngine
from search_api.engines.elasticsearch.generations import Generations
from search_api.engines.elasticsearch.mapping import document_of
from search_api.engines.embedded.engine import EmbeddedEngine
from search_api.engines.embedded.stemmers import SNOWBALL, WITH_STOP_WORDS
from search_api.engines.embedded.writing import WRITER_BYTES, WRITER_THREADS
from search_api.engines.engine import IndexedArticle

# Documents of the plain way, all made ready before the clock starts: tantivy takes 10,000 and indexes them while others would be made.
# Measured before ours and again after, because the machine is seldom alone.
PLAIN_DOCUMENTS = 25_000

Rates = dict[str, float]


def elasticsearch_rates(place: Place, articles: Sequence[IndexedArticle]) -> Rates:
    """Documents a second: our rebuild from articles, and the client's own `streaming_bulk` of ready documents."""
    some = articles[:PLAIN_DOCUMENTS]
    before = streamed(place, some)
    engine = ElasticsearchEngine(place, ())
    started = time.perf_counter()
    engine.rebuild(articles, len(articles))
    ours = len(articles) / (time.perf_counter() - started)
    engine.close()
    plain = 2 / (1 / before + 1 / streamed(place, some))
    return {
        "elasticsearch_index_rate": ours,
        "elasticsearch_streaming_bulk_rate": plain,
        "elasticsearch_index_rate_vs_streaming_bulk": ours / plain,
    }


def streamed(place: Place, articles: Sequence[IndexedArticle]) -> float:
    """Documents a second of the client's helper, into an index like ours."""
    connection = Connection(Place(place.addresses, f"{place.index}-plain"))
    name = Generations(connection).make()
    client = Elasticsearch(list(place.addresses), request_timeout=120)
    ready = [{"_index": name, "_id": article.article_id, "_source": document_of(article)} for article in articles]
    started = time.perf_counter()
    for _ in streaming_bulk(client, ready):
        pass
    client.indices.refresh(index=name)
    taken = time.perf_counter() - started
    client.indices.delete(index=name)
    client.close()
    connection.close()
    return len(articles) / taken


def tantivy_rates(directory: Path, articles: Sequence[IndexedArticle]) -> Rates:
    """Documents a second: our rebuild from articles, and tantivy with its own analyzers, fed with ready documents.

    The two are compared over the same documents, because an index that is larger is merged more often.
    """
    some = articles[:PLAIN_DOCUMENTS]
    before = written_plainly(directory / "plain-1", some)
    ours = written_by_us(directory / "some", some)
    plain = 2 / (1 / before + 1 / written_plainly(directory / "plain-2", some))
    return {
        "tantivy_raw_rate": plain,
        "tantivy_index_rate_vs_raw": ours / plain,
        "tantivy_index_rate": written_by_us(directory / "index", articles),
    }


def written_by_us(directory: Path, articles: Sequence[IndexedArticle]) -> float:
    """Documents a second of our rebuild."""
    engine = EmbeddedEngine(directory, ())
    started = time.perf_counter()
    engine.rebuild(articles, len(articles))
    taken = time.perf_counter() - started
    engine.close()
    return len(articles) / taken


def written_plainly(directory: Path, articles: Sequence[IndexedArticle]) -> float:
    """Documents a second of tantivy alone: the same fields, its own tokenizer, stop words, stemmers and folding."""
    directory.mkdir(parents=True)
    index = tantivy.Index(plain_schema(), path=str(directory))
    for language in ("", *SNOWBALL):
        index.register_tokenizer(f"plain{language}", plain_analyzer(language))
    writer = index.writer(WRITER_BYTES, WRITER_THREADS)
    ready = list(plain_documents(articles))
    started = time.perf_counter()
    for document in ready:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return len(articles) / (time.perf_counter() - started)


def plain_analyzer(language: str) -> Any:
    """tantivy's own analyzer of a language; empty: words without case and accents."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    if language in WITH_STOP_WORDS:
        builder = builder.filter(tantivy.Filter.stopword(SNOWBALL[language]))
    if language:
        builder = builder.filter(tantivy.Filter.stemmer(SNOWBALL[language]))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


def plain_schema() -> Any:
    """Fields as in our index."""
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("record", stored=True)
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    for name in ("story", "language", "source", "publisher_kind", "country", "concept", "organisation", "kind"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "text"):
        for language in ("", *SNOWBALL):
            builder.add_text_field(f"{name}{language}", tokenizer_name=f"plain{language}")
    builder.add_unsigned_field("article_number", fast=True)
    builder.add_unsigned_field("story_number", fast=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_integer_field("year", fast=True)
    builder.add_boolean_field("date_uncertain", indexed=True)
    builder.add_boolean_field("withdrawn", indexed=True)
    return builder.build()


def plain_documents(articles: Sequence[IndexedArticle]) -> Iterator[Any]:
    """Ready documents: as ours, but the texts as they were written."""
    for article in articles:
        document = tantivy.Document()
        document.add_bytes("record", json.dumps(vars(article), default=str, ensure_ascii=False).encode())
        document.add_text("article", article.article_id)
        document.add_text("story", article.story_id)
        for name in ("language", "source", "publisher_kind", "kind"):
            document.add_text(name, getattr(article, name))
        for name in ("countries", "concepts", "organisations"):
            for value in getattr(article, name):
                document.add_text({"countries": "country"}.get(name, name[:-1]), value)
        for name, text in (("title", article.title), ("text", article.text)):
            document.add_text(name, text)
            if article.language in SNOWBALL:
                document.add_text(f"{name}{article.language}", text)
        document.add_unsigned("article_number", number_of(article.article_id))
        document.add_unsigned("story_number", number_of(article.story_id))
        if article.published:
            document.add_integer("published", article.published.toordinal())
            document.add_integer("year", article.published.year)
        document.add_boolean("date_uncertain", article.date_uncertain)
        document.add_boolean("withdrawn", article.withdrawn)
        yield document
