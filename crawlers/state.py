"""What one crawl of a source knows while it runs: its lists, and which addresses are its inputs, open, in hand."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from crawlers import addresses, walk
from crawlers.choice import Choice
from crawlers.declaration import Declaration
from crawlers.entry import Entry
from crawlers.scope import Scope
from crawlers.tasks import Task, as_new, of_ledger
from crawlers.walk import ListPage
from processing.archive.capture import Hints
from processing.catalogue import fetches
from processing.catalogue.outcomes import Ended
from processing.catalogue.tables import Fetch
from processing.outcomes import Outcome, Step


class CrawlState:
    """Shared by the frontier, which says what is asked, and the booking of what was answered."""

    def __init__(self, declaration: Declaration, moment: datetime) -> None:
        self.declaration = declaration
        self.source = declaration.name
        self.moment = moment
        self.scope = Scope(declaration)
        self.choice = Choice(declaration)
        self.lists = list(walk.first_pages(declaration, self.choice.asked))
        self.trouble: dict[tuple[str, int], str] = {}  # (way, series) of a list -> why it gave nothing, in words
        self.seen: set[str] = set()  # addresses that are inputs of this crawl
        self.open: set[str] = set()  # the ones of them without an outcome
        self.fresh: set[str] = set()  # the ones of them that no crawl had found before
        self.in_hand: dict[str, Task] = {}  # the ones that are being asked
        self.taken_down: set[str] = set()  # of the addresses named last, those whose articles were taken out for good

    def take_up(self, tasks: list[Task]) -> list[Task]:
        """They are asked now."""
        for task in tasks:
            self.in_hand[task.address] = task
            self.seen.add(task.address)
            self.open.add(task.address)
            if task.page:
                self.choice.page_asked(task.page.way)
        return tasks

    def make_due(
        self, entry: Entry, pages: Iterable[tuple[str, ListPage]], known: Mapping[str, Fetch], quiet: bool
    ) -> list[Task]:
        """Writes pages of lists as due, and returns those that are not inputs yet."""
        tasks = []
        for named, page in pages:
            address = addresses.plain(named)
            if not address or not self.scope.may_list(address) or address in self.seen:
                continue
            before = of_ledger(known[address]) if address in known else None
            task = replace(before or Task(address, "listing"), role="listing", page=page, quiet=quiet, hints=Hints())
            task = replace(task, backfill=quiet)
            entry.notes.append(as_new(task))
            entry.changes.append(fetches.make_due(as_new(task), self.moment))
            tasks.append(self.as_read_now(task))
        return tasks

    def as_read_now(self, task: Task) -> Task:
        """A list is asked in full where the same page now means something else: the declaration changed, or a backfill goes deeper."""
        if task.page is None or (task.read_as == self.fingerprint(task.page.way) and not task.quiet):
            return task
        return replace(task, etag="", last_modified="", digest="")

    def fingerprint(self, way: str) -> str:
        """What the declaration says of a way, in short; empty where it has no such way any more."""
        return walk.fingerprint(self.declaration, self.declaration.ways[way]) if way in self.declaration.ways else ""

    def site_answers(self) -> bool:
        """Whether a list was read: a site that answers nothing has withdrawn nothing."""
        return len(self.trouble) < len(self.lists)

    def done(self, task: Task) -> None:
        """It has its outcome."""
        self.in_hand.pop(task.address, None)
        self.open.discard(task.address)

    def ended(self, address: str, outcome: Outcome, why: str, leads_to: str = "") -> Ended:
        """How an input of the crawl ended."""
        return Ended(Step.CRAWL, self.source, address, leads_to or address, outcome, why)
