"""One archived response, and what was known of it when it was captured."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Hints:
    """What the way in said of an address before it was asked: evidence, never the last word.

    `published` is the text as found on the card or in the feed ("04/10/2019", "Tue, 03 Mar 2026 …"); `published_day` the same
    where the way gives it beyond doubt (ISO). `alternates` maps language codes to addresses of language versions.
    """

    found_by: str = ""  # which way in: "listing", "feed", "sitemap", "wordpress", "json", "import", "link"
    found_at: str = ""  # address of the page that named it
    title: str = ""
    published: str = ""
    published_day: date | None = None
    language: str = ""
    kind: str = ""  # press-release, story … as the site calls it
    country: str = ""
    summary: str = ""
    alternates: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Capture:
    """A response as it came over the wire (body still compressed if it came so), with its request.

    Header values are text in Latin-1, so that no byte of them is lost. `made_from` names where the body was taken from when it
    is not a response as a whole: the address of the JSON answer, the name of an imported file. It is then archived as a
    `resource`, not as a `response` that nobody gave.
    """

    source: str
    address: str  # as answered, after redirects
    asked_address: str  # as asked, before redirects
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_headers: tuple[tuple[str, str], ...] = ()
    hints: Hints = Hints()
    role: str = "article"  # "article" and "file" become articles; "listing" is kept as evidence of what was offered
    made_from: str = ""
    truncated: bool = False  # the body was cut by a size limit
    quiet: bool = False  # brought by a backfill or an import: nobody is alerted
    record_id: str = ""  # "urn:uuid:…", set by the archive


@dataclass(frozen=True)
class RecordPlace:
    """Where a capture stands in the archive."""

    file: str  # name in the archive store
    offset: int  # bytes from the file's start
    record_id: str


@dataclass(frozen=True)
class Earlier:
    """The record in the archive that a later answer is the same as."""

    record_id: str
    address: str  # as answered
    captured_at: datetime
    digest: str  # of the body as archived: "sha1:" and base 32, as WARC writes it
