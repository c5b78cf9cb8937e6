"""What answers change in archive and catalogue: gathered in memory, then written at once, the archive first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from processing.archive.capture import Capture, Earlier
from processing.archive.writer import ArchiveWriter
from processing.catalogue import fetches, outcomes, walks
from processing.catalogue.database import Catalogue
from processing.catalogue.fetches import Change, NewAddress
from processing.catalogue.outcomes import Ended
from processing.catalogue.walks import WalkedTo


@dataclass
class Entry:
    """What is to be written of one answer."""

    captures: list[Capture] = field(default_factory=list)
    revisits: list[tuple[Capture, Earlier]] = field(default_factory=list)  # answers that were the same as earlier ones
    notes: list[NewAddress] = field(
        default_factory=list
    )  # addresses that are due now, if the ledger does not know them
    known: list[NewAddress] = field(default_factory=list)  # addresses that are noted, and are not due by that
    changes: list[Change] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    walked: list[WalkedTo] = field(default_factory=list)


@dataclass(frozen=True)
class Books:
    """Archive and catalogue of one crawl."""

    catalogue: Catalogue
    archive: ArchiveWriter
    source: str
    run_id: str
    moment: datetime

    def write(self, entries: Sequence[Entry]) -> None:
        """Archives the captures, on the disk when that is done; then books everything in one transaction.

        A process that is killed between the two has archived what it will ask for again, and never booked what it has not.
        """
        captures = [capture for entry in entries for capture in entry.captures]
        revisits = [revisit for entry in entries for revisit in entry.revisits]
        if captures or revisits:
            self.archive.write_all(captures, revisits)
        with self.catalogue.session() as session:
            notes = [new for entry in entries for new in entry.notes]
            fetches.note(session, self.source, notes, self.moment)
            fetches.note(session, self.source, [new for entry in entries for new in entry.known], None)
            fetches.write(session, self.source, [change for entry in entries for change in entry.changes])
            outcomes.record_all(session, self.run_id, [one for entry in entries for one in entry.ended])
            walks.write(session, self.source, [one for entry in entries for one in entry.walked])
