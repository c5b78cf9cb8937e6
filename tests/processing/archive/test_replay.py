"""What we archive, replayed by the tool that other archives use."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from processing.archive.capture import Capture, Earlier
from processing.archive.payload import decoded
from processing.archive.records import payload_digest
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue.database import Catalogue
from processing.settings import Settings
from servers.replay import Replay

pytestmark = pytest.mark.pywb


def test_pywb_replays_a_capture_and_the_revisits_of_it(
    catalogue: Catalogue,
    settings: Settings,
    make_capture: Callable[..., Capture],
    replay_available: None,
) -> None:
    first = make_capture()
    later = make_capture(status=304, body=b"", captured_at=first.captured_at + timedelta(days=3))
    data = make_capture(address="https://news.example/item/7", body=b"<p>Of JSON", made_from="https://news.example/api")
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        place = archive.write(first)
        archive.write(data)
    with ArchiveWriter(catalogue, settings, "migration", "nightly-2") as again:
        earlier = Earlier(place.record_id, first.address, first.captured_at, payload_digest(first.body))
        again.write_all([], [(later, earlier)])
    with Replay([path_of(settings, name) for name in (*archive.files, *again.files)]) as replay:
        for moment in ("20260304020005", "20260307020005"):
            page = replay.page(first.address, moment)
            assert page.status_code == 200
            assert page.content == decoded(first).data
        assert replay.page(first.address, "20260307020005").headers["memento-datetime"].startswith("Sat, 07 Mar 2026")
        assert replay.page(data.address, "20260304020005").content == data.body
        assert replay.page("https://news.example/never", "20260304020005").status_code == 404
