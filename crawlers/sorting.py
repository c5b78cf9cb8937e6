"""What becomes of the addresses that a page named: asked, known, out of scope, or another spelling of one of them."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawlers import due
from crawlers.addresses import TOO_LONG
from crawlers.scope import Judgement, Scope
from crawlers.tasks import Task, of_ledger, richer
from crawlers.ways.reading import Found
from processing.catalogue.tables import Fetch
from processing.catalogue.takedowns import digest_of
from processing.outcomes import Outcome


@dataclass(frozen=True)
class Inputs:
    """What a crawl knows when a page is sorted."""

    scope: Scope
    moment: datetime
    seen: Collection[str]  # addresses that are inputs already
    open: Collection[str]  # the ones of them without an outcome
    fresh: Collection[str]  # addresses that no crawl had found before this one
    in_hand: Mapping[str, Task]  # those that are being asked
    ledger: Mapping[str, Fetch]  # what the ledger has of the other addresses named
    quiet: bool  # a backfill: nobody is told of what it brings
    taken_down: Collection[str] = ()  # of the addresses named, those whose articles were taken out for good
    attach: bool = False  # files that articles link are attachments
    known: int = 0  # how many items in a row were known before this page
    first_reading: bool = False  # the page was never read before: what it names without a day may be years old


@dataclass(frozen=True)
class Made:
    """An article that data carry whole."""

    task: Task
    content: str
    digest: str


@dataclass(frozen=True)
class Ending:
    """An outcome that is clear at once."""

    input: str
    address: str
    outcome: Outcome
    why: str


@dataclass
class Sorted:
    """The addresses of a page, by what becomes of them. Each is in one list, or was in one before."""

    new: list[Task] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    enriched: list[Task] = field(default_factory=list)  # waiting to be asked, and now more is known of them
    ended: list[Ending] = field(default_factory=list)
    in_scope: int = 0
    names_taken_down: bool = False
    known: int = 0  # how many items in a row were known where the page ended

    @property
    def names_news(self) -> bool:
        """Whether the page named anything that we did not have."""
        return bool(self.new or self.made)


def plain_addresses(found: Sequence[Found], scope: Scope) -> list[str]:
    """The ledger's spelling of every address that has one."""
    return list({plain for item in found if (plain := scope.plain(item.address)) is not None})


def sort(found: Sequence[Found], inputs: Inputs) -> Sorted:
    """Sorts the addresses of one page, in its order."""
    result = Sorted(known=inputs.known)
    here: dict[str, str] = {}  # plain -> as spelled first on this page
    new: dict[str, Task] = {}
    for item in found:
        plain = inputs.scope.plain(item.address)
        if plain is None:
            result.ended.append(
                Ending(item.address[:TOO_LONG], "", Outcome.OUT_OF_SCOPE, "this is no address of a page")
            )
            continue
        if plain in inputs.taken_down:
            result.names_taken_down = True
            if plain not in here:
                here[plain] = item.address
                result.ended.append(Ending(taken_down_as(plain), "", Outcome.TAKEN_DOWN, ""))
            continue
        judgement = _judge(item, plain, inputs)
        if judgement.role:
            result.in_scope += 1
            if plain not in here:
                is_new = plain in inputs.fresh or (plain not in inputs.in_hand and plain not in inputs.ledger)
                result.known = 0 if is_new else result.known + 1
        if plain in here or plain in inputs.seen:
            _named_again(result, new, item, plain, here, inputs)
            continue
        here[plain] = item.address
        row = inputs.ledger.get(plain)
        if not judgement.role:
            result.ended.append(Ending(plain, plain, Outcome.OUT_OF_SCOPE, judgement.reason))
        elif item.content:
            _carried(result, item, plain, inputs)
        elif row is not None and (inputs.quiet or not _is_to_be_asked(row)):
            result.ended.append(Ending(plain, plain, Outcome.NOT_DUE, _when(row)))
        else:
            way = item.way if item.detail else ""
            new[plain] = Task(
                plain,
                judgement.role,
                item.hints,
                way=way,
                detail=item.detail,
                quiet=inputs.quiet or (item.undated and inputs.first_reading),
                backfill=inputs.quiet,
            )
    result.new = list(new.values())
    return result


def _is_to_be_asked(row: Fetch) -> bool:
    """A known address that a list names is asked where it waits for the backfill (it may be news), or was gone before."""
    return row.backfill if row.due_at is not None else row.withdrawn_at is not None


def taken_down_as(address: str) -> str:
    """What stands for such an address where outcomes are counted: it may say itself what is not to be told any more."""
    return f"taken down: {digest_of(address)[:16]}"


def _judge(item: Found, plain: str, inputs: Inputs) -> Judgement:
    judgement = inputs.scope.judge(plain)
    is_linked = item.hints.found_by == "link"
    if judgement.role and is_linked and not inputs.scope.speaks(item.hints.language):
        return Judgement("", f"the source is not read in the language {item.hints.language}")
    if judgement.role == "file" and is_linked and inputs.attach:
        return Judgement("attachment")
    return judgement


def _named_again(
    result: Sorted, new: dict[str, Task], item: Found, plain: str, here: Mapping[str, str], inputs: Inputs
) -> None:
    if item.address not in (plain, here.get(plain)):
        result.ended.append(
            Ending(item.address[:TOO_LONG], plain, Outcome.DUPLICATE_ADDRESS, f"another spelling of {plain}")
        )
    if plain not in here:
        task = _waiting(plain, inputs)
        if task is not None and (hints := richer(task.hints, item.hints)) != task.hints:
            result.enriched.append(replace(task, hints=hints))
    elif plain in new:  # a card's picture and its headline have the same link, and only one of them has words
        new[plain] = replace(new[plain], hints=richer(new[plain].hints, item.hints))


def _waiting(plain: str, inputs: Inputs) -> Task | None:
    """An address that is to be asked and was not yet: in hand, or in the ledger."""
    if plain in inputs.in_hand:
        return inputs.in_hand[plain]
    row = inputs.ledger.get(plain) if plain in inputs.open else None
    return None if row is None else of_ledger(row)


def _carried(result: Sorted, item: Found, plain: str, inputs: Inputs) -> None:
    digest = hashlib.sha256(item.content.encode()).hexdigest()
    row = inputs.ledger.get(plain)
    if row is not None and row.digest == digest:
        result.ended.append(Ending(plain, plain, Outcome.UNCHANGED, "the same as at the last capture"))
        return
    known = None if row is None else of_ledger(row)
    task = replace(known or Task(plain, "article"), role="article", hints=item.hints, quiet=inputs.quiet)
    result.made.append(Made(task, item.content, digest))


def _when(row: Fetch) -> str:
    if row.due_at is not None:
        return f"due {row.due_at:%Y-%m-%d}"
    if row.captured_at is not None:
        return f"looked at for {due.REVISITS[-1].days} days"
    return "given up after failures" if row.failures else "leads to an address that is looked at in its place"
