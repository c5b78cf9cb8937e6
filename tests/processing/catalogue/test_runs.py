import multiprocessing
import os
import re
import socket
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from processing.catalogue import archive_files, runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import ArchiveFile, Run
from processing.clock import now

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def set_run(catalogue: Catalogue, run_id: str, **values: object) -> None:
    with catalogue.session() as session:
        session.execute(update(Run).where(Run.id == run_id).values(**values))


def state_of(catalogue: Catalogue, run_id: str) -> str:
    with catalogue.reading() as session:
        run = session.get(Run, run_id)
        assert run is not None
        return run.state


def gone_pid() -> int:
    """The number of a process that has just ended."""
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    process.join()
    assert process.pid is not None
    return process.pid


def test_a_run_id_says_what_and_when_and_sorts(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "nightly", MOMENT)
    assert re.fullmatch(r"nightly-20261123T020000Z-[0-9a-f]{4}", run_id)


def test_a_second_nightly_run_is_refused_in_words(each_catalogue: Catalogue) -> None:
    first = runs.open_run(each_catalogue, "nightly", MOMENT)
    with pytest.raises(runs.RunAtWorkError) as refused:
        runs.open_run(each_catalogue, "nightly", MOMENT)
    assert first in str(refused.value)
    assert str(os.getpid()) in str(refused.value)
    assert "Wait for it to end" in str(refused.value)


def test_an_import_may_run_beside_a_nightly_run(each_catalogue: Catalogue) -> None:
    runs.open_run(each_catalogue, "nightly", MOMENT)
    assert runs.open_run(each_catalogue, "import", MOMENT).startswith("import-")


def test_a_closed_run_makes_room_for_the_next(each_catalogue: Catalogue) -> None:
    first = runs.open_run(each_catalogue, "nightly", MOMENT)
    runs.source_started(each_catalogue, first, "iom")
    runs.close_run(each_catalogue, first)
    runs.open_run(each_catalogue, "nightly", MOMENT + timedelta(days=1))
    assert state_of(each_catalogue, first) == "finished"
    with each_catalogue.reading() as session:
        [source] = runs.sources_of(session, first)
    assert source.state == "interrupted"
    assert "before this source was done" in source.reason


def test_a_run_whose_process_died_is_marked_interrupted_and_its_files_closed(each_catalogue: Catalogue) -> None:
    dead = runs.open_run(each_catalogue, "nightly", MOMENT, pid=gone_pid())
    with each_catalogue.session() as session:
        archive_files.register(session, "iom-1.warc.gz", "iom", dead)
    runs.open_run(each_catalogue, "nightly", MOMENT)
    assert state_of(each_catalogue, dead) == "interrupted"
    with each_catalogue.reading() as session:
        file = session.get(ArchiveFile, "iom-1.warc.gz")
        assert file is not None
        assert file.state == "closed"


def test_a_process_number_given_out_again_does_not_keep_a_dead_run_alive(each_catalogue: Catalogue) -> None:
    dead = runs.open_run(each_catalogue, "nightly", MOMENT)
    set_run(each_catalogue, dead, started_at=now() - timedelta(days=400))  # before this process was started
    runs.open_run(each_catalogue, "nightly", MOMENT)
    assert state_of(each_catalogue, dead) == "interrupted"


@pytest.mark.parametrize(("pid", "host"), [(0, socket.gethostname()), (1, "another.example")])
def test_a_run_that_cannot_be_looked_at_lives_as_long_as_it_beats(
    each_catalogue: Catalogue, pid: int, host: str
) -> None:
    other = runs.open_run(each_catalogue, "nightly", MOMENT, pid=pid)
    set_run(each_catalogue, other, host=host, beat_at=now() - timedelta(minutes=19))
    with pytest.raises(runs.RunAtWorkError):
        runs.open_run(each_catalogue, "nightly", MOMENT)
    set_run(each_catalogue, other, beat_at=now() - timedelta(minutes=21))
    runs.open_run(each_catalogue, "nightly", MOMENT)
    assert state_of(each_catalogue, other) == "interrupted"


def test_a_beat_is_written_at_most_once_a_minute(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "nightly", MOMENT, pid=0)
    for age, expected_age in ((30, 30), (90, 0)):
        before = now() - timedelta(seconds=age)
        set_run(each_catalogue, run_id, beat_at=before)
        with each_catalogue.session() as session:
            runs.beat(session, run_id)
        with each_catalogue.reading() as session:
            run = session.get(Run, run_id)
            assert run is not None
            assert (run.beat_at == before) == bool(expected_age)


def test_a_task_that_is_run_again_takes_its_run_up_again(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "nightly", MOMENT, pid=0)
    runs.close_run(each_catalogue, run_id)
    runs.adopt(each_catalogue, run_id)
    assert state_of(each_catalogue, run_id) == "running"


def test_a_task_cannot_take_up_a_run_beside_a_newer_one(each_catalogue: Catalogue) -> None:
    old = runs.open_run(each_catalogue, "nightly", MOMENT, pid=0)
    runs.close_run(each_catalogue, old)
    newer = runs.open_run(each_catalogue, "nightly", MOMENT, pid=0)
    with pytest.raises(runs.RunAtWorkError, match=newer):
        runs.adopt(each_catalogue, old)


def test_an_unknown_run_cannot_be_adopted(each_catalogue: Catalogue) -> None:
    with pytest.raises(runs.NoSuchRunError, match="nightly-nowhere"):
        runs.adopt(each_catalogue, "nightly-nowhere")


def test_sources_and_steps_are_written_and_read_back(each_catalogue: Catalogue) -> None:
    run_id = runs.open_run(each_catalogue, "nightly", MOMENT)
    runs.source_started(each_catalogue, run_id, "iom")
    runs.source_finished(each_catalogue, run_id, "iom", "failed", "no answer from the site")
    runs.source_finished(each_catalogue, run_id, "unicef", "finished")
    runs.step_finished(each_catalogue, run_id, "link", "failed", "disk full")
    runs.step_finished(each_catalogue, run_id, "link", "finished", counts={"stories": 3})
    with each_catalogue.reading() as session:
        iom, unicef = runs.sources_of(session, run_id)
        [link] = runs.steps_of(session, run_id)
        last = runs.last_run(session)
    assert (iom.state, iom.reason, iom.started_at is not None) == ("failed", "no answer from the site", True)
    assert (unicef.state, unicef.finished_at is not None) == ("finished", True)
    assert (link.state, link.reason, link.counts) == ("finished", "", {"stories": 3})
    assert last is not None
    assert last.id == run_id
