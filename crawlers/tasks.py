"""What a crawl asks and what it is answered, as plain data between the spider and the books."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from crawlers.walk import ListPage
from processing.archive.capture import Earlier, Hints
from processing.catalogue.fetches import NewAddress
from processing.catalogue.tables import Fetch

HINTS = TypeAdapter(Hints)
OWN = ("quiet", "way", "detail")  # what is kept beside the hints
PAGE = TypeAdapter(ListPage)
EARLIER = TypeAdapter(Earlier)


@dataclass(frozen=True)
class Task:
    """An address to be asked, with what the ledger knows of it."""

    address: str
    role: str  # listing, article, file, attachment
    hints: Hints = field(default_factory=Hints)
    page: ListPage | None = None  # of a listing: which page of which list
    read_as: str = ""  # of a listing: fingerprint of the declaration it was last read by
    way: str = ""  # of an article that is read from data: the way that says how
    detail: str = ""  # and the address of its data, which is asked in place of its own
    quiet: bool = False  # asked or found by a backfill, of which nobody is told
    backfill: bool = False  # waits for the backfill
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    earlier: Earlier | None = None  # the record of its last capture
    first_captured: datetime | None = None
    captures: int = 0
    failures: int = 0  # in a row
    missing_since: datetime | None = None
    missing: int = 0  # in a row: captured, and not there any more
    gone: int = 0  # how many of them were answered 404 or 410

    @property
    def asked_at(self) -> str:
        """The address that is asked."""
        return self.detail or self.address


@dataclass(frozen=True)
class Answered:
    """A response: as it came over the wire, and decompressed."""

    address: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes  # as transferred
    payload: bytes  # decompressed
    request_headers: tuple[tuple[str, str], ...] = ()
    rendered: bool = False  # the page as its script left it, and no response that a server gave

    def header(self, name: str) -> str:
        """The first header of this name; empty for none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def content_type(self) -> str:
        """What the server says it is."""
        return self.header("content-type")


def kept(task: Task) -> dict[str, Any]:
    """What the ledger keeps of a task beside its address, as JSON."""
    if task.page is not None:
        return {"page": PAGE.dump_python(task.page), "read_as": task.read_as, "quiet": task.quiet}
    said = dict(HINTS.dump_python(task.hints, mode="json", exclude_defaults=True))
    own = {name: value for name in OWN if (value := getattr(task, name))}
    return said | own


def of_ledger(row: Fetch) -> Task | None:
    """The task that a row of the ledger stands for; None for one that an earlier version wrote in a form we cannot read."""
    said = dict(row.hints)
    own = {name: said.pop(name) for name in OWN if name in said}
    is_list = row.kind == "listing"
    try:
        earlier = EARLIER.validate_python(row.record) if row.record else None
        page = PAGE.validate_python(said.get("page")) if is_list else None
        hints = Hints() if is_list else HINTS.validate_python(said)
    except ValidationError:
        return None
    return Task(
        row.address,
        row.kind,
        hints=hints,
        page=page,
        read_as=str(said.get("read_as", "")) if is_list else "",
        earlier=earlier,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        first_captured=row.captured_at,
        captures=row.captures,
        failures=row.failures,
        missing_since=row.missing_since,
        missing=row.missing,
        gone=row.gone,
        backfill=row.backfill,
        quiet=bool(own.get("quiet", False)),
        way=str(own.get("way", "")),
        detail=str(own.get("detail", "")),
    )


def as_new(task: Task) -> NewAddress:
    """A task as the ledger notes it."""
    return NewAddress(task.address, task.role, kept(task), task.backfill)


def richer(hints: Hints, other: Hints) -> Hints:
    """Hints with their gaps filled from another page that named the same address: a sitemap has no dates, a card has."""
    gaps = {name: value for name, value in vars(other).items() if value and not getattr(hints, name)}
    return replace(hints, **gaps) if gaps else hints
