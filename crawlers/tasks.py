"""What a crawl asks and what it is answered, as plain data between the spider and the books."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from crawlers.walk import ListPage
from processing.archive.capture import Earlier, Hints
from processing.catalogue.tables import Fetch

HINTS = TypeAdapter(Hints)
PAGE = TypeAdapter(ListPage)
EARLIER = TypeAdapter(Earlier)


@dataclass(frozen=True)
class Task:
    """An address to be asked, with what the ledger knows of it."""

    address: str
    role: str  # listing, article, file
    hints: Hints = field(default_factory=Hints)
    page: ListPage | None = None  # of a listing: which page of which list
    read_as: str = ""  # of a listing: fingerprint of the declaration it was last read by
    quiet: bool = False  # asked or found by a backfill, of which nobody is told
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    earlier: Earlier | None = None  # the record of its last capture
    first_captured: datetime | None = None
    failures: int = 0  # in a row


@dataclass(frozen=True)
class Answered:
    """A response: as it came over the wire, and decompressed."""

    address: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes  # as transferred
    payload: bytes  # decompressed
    request_headers: tuple[tuple[str, str], ...] = ()

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
    said = HINTS.dump_python(task.hints, mode="json", exclude_defaults=True)
    return {**said, "quiet": True} if task.quiet else dict(said)


def of_ledger(row: Fetch) -> Task | None:
    """The task that a row of the ledger stands for; None for one that an earlier version wrote in a form we cannot read."""
    said = dict(row.hints)
    known = Task(
        row.address,
        row.kind,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        first_captured=row.captured_at,
        failures=row.failures,
    )
    known = replace(known, quiet=bool(said.pop("quiet", False)))
    try:
        known = replace(known, earlier=EARLIER.validate_python(row.record) if row.record else None)
        if row.kind == "listing":
            return replace(known, page=PAGE.validate_python(said.get("page")), read_as=str(said.get("read_as", "")))
        return replace(known, hints=HINTS.validate_python(said))
    except ValidationError:
        return None


def richer(hints: Hints, other: Hints) -> Hints:
    """Hints with their gaps filled from another page that named the same address: a sitemap has no dates, a card has."""
    gaps = {name: value for name, value in vars(other).items() if value and not getattr(hints, name)}
    return replace(hints, **gaps) if gaps else hints
