"""What the step `link` costs an article, with a million articles stored beside ten thousand.

The stored articles are made up, and put straight into the tables as linked ones; the new ones are written as the extraction
does and linked by the step itself, in five nights. The figure is the processor time of the fastest night, for other programs of
the machine can only lengthen the time by the clock, which is printed beside it, with that of the slowest batch. A text is 375
words: two thirds of it phrases of six words, drawn by Zipf's law from sixteen million (so that some stand in every other
article and most in one), the rest new; then the frame of its site, one of 300. One new article in 25 is an edited copy of a
stored one, one in 25 declares a stored one as its language version. Only what is copied has its text stored: the others are
hardly ever compared, for they share too little.
"""

import itertools
import math
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, insert, literal, literal_column, select
from sqlalchemy import table as sql_table

from benchmarks.made_articles import MadeArticle, fill, rows_of
from processing.catalogue import shingles
from processing.catalogue.database import Catalogue, open_catalogue
from processing.catalogue.tables import Address, Alternate, Article, Base, Version
from processing.settings import Settings
from processing.stories.fingerprints import LEAD_RATE, LEAD_SHINGLES, RATE, SCHEME, shingles_of
from processing.stories.link import BATCH, link, site_number

STORED = (10_000, 1_000_000)
QUICK_STORED = (1_000, 20_000)
NEW, QUICK_NEW, NIGHTS = 1_000, 200, 5
VOCABULARY = 50_000
WORDS, FRAME_WORDS, SITES = 375, 40, 300
PHRASE, PHRASES = 6, 1 << 24
COMMON_PHRASES = 0.67
AT_ONCE = 5_000
COPY_EVERY, DECLARE_EVERY = 25, 25
# While the store is filled, for the one connection that fills it: there is nothing to be lost, and what is written through the log
# of writes is written twice.
FILLING = (
    "cache_size = -500000",
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = OFF",
)
COPIED = 500  # stored articles that are copied, and have their text

Words = NDArray[np.int64]


def measured(data: Path, quick: bool) -> dict[str, float]:
    """Prints a table and returns milliseconds an article, and how they grow. Needs no data."""
    del data
    small, large = QUICK_STORED if quick else STORED
    new = QUICK_NEW if quick else NEW
    print(f"{'stored':>10} {'linked':>7} {'CPU ms':>8} {'clock ms':>8} {'slowest':>8} {'catalogue':>10} {'to fill':>8}")
    few, many = at(small, new), at(large, new)
    return {
        "link_ms_per_article_at_1m": round(many, 3),
        "link_growth_10k_to_1m": round(many / few, 3),
    }


def at(stored: int, new: int) -> float:
    """Milliseconds an article with so many stored."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data=Path(folder))
        start = time.perf_counter()
        with open_catalogue(settings) as catalogue:
            store(catalogue, stored)
        filled = time.perf_counter() - start
        with open_catalogue(settings) as catalogue:
            nights = [night(catalogue, number, new) for number in range(NIGHTS)]
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    processor = min(one for one, _, _ in nights)
    clock = min(one for _, one, _ in nights)
    slowest = max(one for _, _, each in nights for one in each)
    print(
        f"{stored:10,} {new:7,} {processor:8.2f} {clock:8.2f} {slowest:8.2f} {size / 1e9:8.2f} GB {filled:6.0f} s",
        flush=True,
    )
    return processor


def night(catalogue: Catalogue, number: int, new: int) -> tuple[float, float, list[float]]:
    """Brings new articles and links them: milliseconds an article of the processor, by the clock, and by the clock of each batch."""
    vocabulary, _ = words_and_hashes()
    chance = np.random.default_rng(1000 + number)
    made, declared = [], []
    originals = texts(np.random.default_rng(0), AT_ONCE)[:COPIED]
    for at_one, new_words in enumerate(texts(chance, new)):
        copied = originals[chance.integers(len(originals))]
        edited = np.where(chance.random(len(copied)) < 0.05, chance.integers(VOCABULARY, size=len(copied)), copied)
        words = edited if at_one % COPY_EVERY == 0 else new_words
        address = f"https://site{at_one % SITES}.example/night{number}/{at_one}"
        made.append(MadeArticle(address, " ".join(vocabulary[word] for word in words), language="fr"))
        if at_one % DECLARE_EVERY == 1:
            declared.append((made[-1].article_id, stored_address(int(chance.integers(COPIED, 1000)))))
    fill(catalogue, made)
    with catalogue.session() as session:
        rows = [{"article_id": one, "address": other, "language": "en", "way": "hreflang"} for one, other in declared]
        session.execute(insert(Alternate), rows)
    moments = [time.perf_counter()]
    start = time.process_time()
    link(catalogue, progress=lambda done, total: moments.append(time.perf_counter()))
    processor = time.process_time() - start
    each = [1000 * (after - before) / BATCH for before, after in itertools.pairwise(moments)]
    return 1000 * processor / new, 1000 * (time.perf_counter() - moments[0]) / new, each


def store(catalogue: Catalogue, number: int) -> None:
    """Puts so many linked articles into the tables. Shingles go in by their order: a tree that is filled at random takes an hour."""
    vocabulary, hashes = words_and_hashes()
    chance = np.random.default_rng(0)
    sites = np.array([site_number(f"site{site}.example") for site in range(SITES)])
    numbers = phrase_words(np.arange(number, dtype=np.int64), 2)  # two numbers below 50,000 of each article's
    numbers = (numbers[:, 0] * VOCABULARY + numbers[:, 1]) * number + np.arange(number)
    keys, of = [], []
    connection = catalogue.engine.raw_connection()
    for pragma in FILLING:
        connection.cursor().execute(f"PRAGMA {pragma}")
    connection.close()  # and back: the pool has no other
    with catalogue.session() as session:
        raw = session.connection().connection.cursor()
        raw.execute("CREATE TEMP TABLE made (n INTEGER PRIMARY KEY, id TEXT, exact INTEGER, shingles BLOB)")
        for start in range(0, number, AT_ONCE):
            portion = min(AT_ONCE, number - start)
            made = shingles_of(hashes[texts(chance, AT_ONCE, start)[:portion]])
            rows, found = sampled_rows(made)
            ends = np.searchsorted(rows, np.arange(1, portion))
            ids = map(shingles.id_of, numbers[start : start + portion].tolist())
            blobs = (part.tobytes() for part in np.split(found, ends))
            written = list(
                zip(range(start, start + portion), ids, made[:, 0].view(np.int64).tolist(), blobs, strict=True)
            )
            raw.executemany("INSERT INTO made VALUES (?, ?, ?, ?)", written)
            keys.append(found)
            of.append((rows + start).astype(np.int32))
        for table, values in zip(
            (Article, Version, Address), rows_of(MadeArticle(stored_address(0), ""), 1), strict=True
        ):
            names = list(values)
            session.execute(
                insert(table).from_select(
                    names,
                    select(*(_stored(table, *one) for one in values.items()))
                    .select_from(sql_table("made"))
                    .order_by(literal_column("made.id")),
                )
            )
        raw.execute(
            "INSERT INTO fingerprints (article_id, scheme, exact, shingles, facts) "
            f"SELECT id, '{SCHEME}', exact, shingles, x'' FROM made ORDER BY id"
        )
        raw.execute(
            "INSERT INTO alternates SELECT id, 'https://gone.example/' || n, 'en', 'hreflang' FROM made WHERE n % 3 = 0"
        )
        originals = [
            " ".join(vocabulary[word] for word in one) for one in texts(np.random.default_rng(0), AT_ONCE)[:COPIED]
        ]
        copied = [(text, shingles.id_of(one)) for text, one in zip(originals, numbers.tolist(), strict=False)]
        raw.executemany("UPDATE versions SET text = ? WHERE article_id = ?", copied)
        every, holders = np.concatenate(keys), np.concatenate(of)
        del keys, of  # a third of a gigabyte, with a million
        order = np.argsort(every)
        for start in range(0, len(order), 1_000_000):
            part = order[start : start + 1_000_000]
            columns = (every[part], numbers[holders[part]], sites[holders[part] % SITES])
            into = "INSERT OR IGNORE INTO shingles (shingle, article, site) VALUES (?, ?, ?)"
            raw.executemany(into, list(zip(*(column.tolist() for column in columns), strict=True)))
        raw.execute("DROP TABLE made")


def sampled_rows(made: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of many texts' shingles those that are kept, as `fingerprints.sampled` does for one: the text of each, and the shingle."""
    is_kept = made % np.uint64(RATE) == 0
    is_kept[:, :LEAD_SHINGLES] |= made[:, :LEAD_SHINGLES] % np.uint64(LEAD_RATE) == 0
    rows = np.nonzero(is_kept)[0]
    return rows, made[is_kept].view(np.int64)


def _stored(table: type[Base], name: str, value: Any) -> ColumnElement[Any]:
    """A column of a stored article."""
    told = {
        "id": "made.id",
        "article_id": "made.id",
        "story_id": "'s' || substr(made.id, 2)",
        "record_id": "'urn:made:' || made.id",
        "source": f"'site' || (made.n % {SITES}) || '.example'",
        "address": f"'https://site' || (made.n % {SITES}) || '.example/news/' || made.n",
    }
    return literal_column(told[name]) if name in told else literal(value, table.__table__.c[name].type)


def texts(chance: np.random.Generator, number: int, start: int = 0) -> Words:
    """So many texts as numbers of words: phrases, half of them of many texts, then the frame of the text's site.

    The first text is article number `start`.
    """
    ranks = np.exp(chance.random((number, WORDS // PHRASE)) * math.log(PHRASES)).astype(np.int64)
    known = phrase_words(ranks).reshape(number, -1)
    new = chance.integers(VOCABULARY, size=known.shape)
    is_known = np.repeat(chance.random(ranks.shape) < COMMON_PHRASES, PHRASE, axis=1)
    frames = phrase_words(-1 - np.arange(start, start + number) % SITES, FRAME_WORDS)
    return np.concatenate((np.where(is_known, known, new), frames), axis=1)


def phrase_words(ranks: Words, length: int = PHRASE) -> Words:
    """The words of each phrase, always the same for one rank."""
    places = np.arange(length, dtype=np.uint64)
    mixed = np.add(ranks[..., None].astype(np.uint64) * np.uint64(length), places, dtype=np.uint64)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    words: Words = ((mixed >> np.uint64(32)) % np.uint64(VOCABULARY)).astype(np.int64)
    return words


def words_and_hashes() -> tuple[list[str], NDArray[np.uint64]]:
    """The vocabulary (a word in 25 is a figure, one in 20 begins with a capital letter), and the hash of each word, folded."""
    vocabulary = []
    for number in range(VOCABULARY):
        word = "".join(
            "bdfgklmnprst"[number // 60**place % 12] + "aeiou"[number // 60**place // 12 % 5] for place in range(3)
        )
        if number % 25 == 0:
            word = str(number + 11)
        vocabulary.append(word.capitalize() if number % 20 == 1 else word)
    digests = [xxhash.xxh3_64_intdigest(word.lower().encode()) for word in vocabulary]
    return vocabulary, np.array(digests, dtype=np.uint64)


def stored_address(number: int) -> str:
    """The address of a stored article."""
    return f"https://site{number % SITES}.example/news/{number}"
