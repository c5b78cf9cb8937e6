"""Articles made up from real word pairs, put straight into a catalogue: as many as a measurement needs."""

import hashlib
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice, pairwise
from typing import Any

from sqlalchemy import insert

from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Address, Article, Version

COPY_EVERY = 25
COPY_EDITED = 0.05
SITES = 60
FRAME_WORDS = 50
LENGTHS = (150, 600)  # words
AT_ONCE = 2000
CAPTURED = datetime(2026, 11, 1, tzinfo=UTC)


def made_articles(texts: Iterable[str], number: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Addresses and texts: each word follows the one before somewhere in `texts`; each site has a frame of its own."""
    chance = random.Random(seed)
    spoken = [word for text in texts for word in text.split()]
    followers: dict[str, list[str]] = {}
    for word, following in pairwise(spoken):
        followers.setdefault(word, []).append(following)

    def walk(length: int) -> list[str]:
        made = [chance.choice(spoken)]
        while len(made) < length:
            made.append(chance.choice(followers.get(made[-1], spoken)))
        return made

    frames = [" ".join(walk(FRAME_WORDS)) for _ in range(SITES)]
    kept: list[list[str]] = []
    for one in range(number):
        if one % COPY_EVERY == COPY_EVERY - 1:
            made = [chance.choice(spoken) if chance.random() < COPY_EDITED else word for word in chance.choice(kept)]
        else:
            made = walk(chance.randint(*LENGTHS))
            kept.append(made)
        site = one % SITES
        yield f"https://site{site}.example/news/{one}", f"{' '.join(made)}\n{frames[site]}"


def fill(catalogue: Catalogue, articles: Iterable[tuple[str, str]]) -> None:
    """Writes the articles into an empty catalogue, each as a first version in English."""
    rows = iter([_rows(*one) for one in articles])
    while portion := list(islice(rows, AT_ONCE)):
        with catalogue.session() as session:
            for table, written in zip((Article, Version, Address), zip(*portion, strict=True), strict=True):
                session.execute(insert(table), list(written))


def _rows(address: str, text: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    article_id = "a" + hashlib.sha256(address.encode()).hexdigest()[:16]
    article = {
        "id": article_id,
        "source": address.split("/")[2],
        "address": address,
        "kind": "html",
        "title": "",
        "language": "en",
        "language_sure": True,
        "languages": {"en": 1.0},
        "evidence": {},
        "text_status": "full",
        "first_captured_at": CAPTURED,
        "last_captured_at": CAPTURED,
        "version": 1,
        "first_revision": 1,
        "revision": 1,
    }
    version = {
        "article_id": article_id,
        "number": 1,
        "title": "",
        "text": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "captured_at": CAPTURED,
        "archive_file": "made.warc.gz",
        "record_id": f"urn:made:{article_id}",
        "record_offset": 0,
    }
    return article, version, {"address": address, "article_id": article_id, "role": "canonical"}
