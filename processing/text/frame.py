"""What a site's pages repeat around their articles: menus, cookie notices, "related", newsletter boxes, who took the photos.

A frame is learnt from a sample of a source's articles of one month: those with the smallest numbers, a number being a hash of the
address. So it depends on which articles there are and not on the order in which they were read (a bottom-k sketch: E. Cohen,
H. Kaplan, "Summarizing data using bottom-k sketches", 2007). Of each page only the hashes of its lines are kept.
"""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import xxhash

from processing.text.site_names import plain

SAMPLE = 40  # articles of a source and month that its frame is learnt from
FEWEST = 5  # articles of the sample that have a line of the frame …
SHARE = 0.15  # … and their share of the sample; what fewer repeat may be a series of reports
SHORTEST = 12  # characters of a line without its punctuation: "Background" and names of countries in a table stay
FEW_WORDS = 6  # in a line of so many words, figures do not count: "Reading time: 4 minutes"
LARGEST_PART = 0.5  # of a text: an article that stands at five addresses is no frame

FIGURES = re.compile(r"\d+")


def page_number(address: str) -> int:
    """The number of an article in the sample: the same everywhere, 63 bits, as every database takes them."""
    return xxhash.xxh3_64_intdigest(address.encode("utf-8", "replace")) >> 1


def blocks_of(text: str) -> bytes:
    """The lines of a text as they are kept: 8 bytes each, in order of size, each once."""
    return np.array(sorted({block for line in text.split("\n") if (block := _block(line))}), dtype=np.uint64).tobytes()


def frame_of(samples: Iterable[bytes]) -> frozenset[int]:
    """The lines that so many of the sampled pages have that they are no article's."""
    pages = [np.frombuffer(sample, dtype=np.uint64).tolist() for sample in samples]
    counts = Counter(block for page in pages for block in page)
    least = max(FEWEST, SHARE * len(pages))
    return frozenset(block for block, count in counts.items() if count >= least)


def without_frame(text: str, frame: frozenset[int]) -> str:
    """The text without the lines of the frame; all of it where they would be most of it."""
    if not frame:
        return text
    kept = "\n".join(line for line in text.split("\n") if _block(line) not in frame)
    return kept if len(kept) > (1 - LARGEST_PART) * len(text) else text


def _block(line: str) -> int:
    """The hash of a line, blanks, case and punctuation aside; 0 for one that is too short to tell."""
    words = plain(line)
    if len(words) < SHORTEST:
        return 0
    if words.count(" ") < FEW_WORDS:
        words = FIGURES.sub("#", words)
    return xxhash.xxh3_64_intdigest(words.encode())
