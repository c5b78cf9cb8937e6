"""What each host's robots.txt said when it was read last."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from processing.catalogue.tables import Robots
from processing.catalogue.upsert import upsert
from processing.clock import now


@dataclass(frozen=True)
class RobotsFile:
    """The answer to one request for a robots.txt."""

    site: str  # https://host
    status: int
    body: bytes


def keep(session: Session, run_id: str, file: RobotsFile) -> None:
    """Writes what was answered, in place of what was before."""
    row = {"site": file.site, "run_id": run_id, "status": file.status, "body": file.body, "read_at": now()}
    upsert(session, Robots, [row])


def read_in_run(session: Session, site: str, run_id: str, fresh: timedelta) -> RobotsFile | None:
    """What a source of this run has read at most so long ago; None: nobody has."""
    row = session.get(Robots, site)
    if row is None or row.run_id != run_id or row.read_at < now() - fresh:
        return None
    return RobotsFile(site, row.status, row.body)
