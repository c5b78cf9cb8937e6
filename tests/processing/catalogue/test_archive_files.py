from datetime import UTC, datetime

from sqlalchemy import update

from processing.catalogue import archive_files, runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Run

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_file_goes_from_open_to_closed_to_extracted(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "nightly", MOMENT)
    with each_catalogue.session() as session:
        archive_files.register(session, "iom.warc.gz", "iom", run_id)
        assert archive_files.to_extract(session) == []
        archive_files.close(session, "iom.warc.gz", captures=12, size=34_567)
        assert archive_files.to_extract(session) == ["iom.warc.gz"]
        assert archive_files.to_extract(session, "another-run") == []
        archive_files.mark_extracted(session, "iom.warc.gz")
        assert archive_files.to_extract(session) == []
        [file] = archive_files.of_run(session, run_id)
    assert (file.captures, file.bytes, file.extracted_at is not None) == (12, 34_567, True)


def test_a_file_left_open_by_a_dead_run_is_extracted(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "nightly", MOMENT, pid=0)
    with each_catalogue.session() as session:
        archive_files.register(session, "iom.warc.gz", "iom", run_id)
        session.execute(update(Run).values(beat_at=MOMENT.replace(year=2020)))
        assert archive_files.to_extract(session) == ["iom.warc.gz"]
