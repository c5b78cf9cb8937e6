"""Archive files on the way from the machine that writes them to an object store that many machines share."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import doctor
from processing.archive import store
from processing.archive.capture import Capture
from processing.archive.errors import ArchiveError
from processing.archive.store import bring_in, bring_in_or_tell, is_there, opened, path_of, replace, waiting_here
from processing.archive.writer import ArchiveWriter
from processing.catalogue import archive_files, runs
from processing.catalogue.database import Catalogue
from processing.clock import now
from processing.extract import extract_file
from processing.report import build_report
from processing.settings import Settings
from servers.object_store import ObjectStoreServer

Make = Callable[..., Capture]

pytestmark = pytest.mark.s3


@pytest.fixture
def bucket() -> str:
    """A bucket that nobody else uses; it is made when the first file comes."""
    return f"archive-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def shared(settings: Settings, object_store: ObjectStoreServer, bucket: str) -> Settings:
    """Settings of a machine that keeps its archive in the object store."""
    return Settings(_env_file=None, **{**settings.model_dump(), **object_store.settings(bucket)})


@pytest.fixture
def other_machine(shared: Settings, tmp_path: Path) -> Settings:
    """Settings of a second machine: another data directory, the same catalogue and object store."""
    return shared.model_copy(update={"data": tmp_path / "other", "catalogue": shared.catalogue_address})


def written(catalogue: Catalogue, settings: Settings, capture: Capture) -> tuple[str, str]:
    """A run and the archive file that it wrote."""
    run_id = runs.open_run(catalogue, "crawl", now())
    with ArchiveWriter(catalogue, settings, "migration", run_id) as archive:
        archive.write(capture)
    return run_id, archive.files[0]


def test_a_complete_file_leaves_this_machine_when_all_of_it_has_arrived(
    catalogue: Catalogue, shared: Settings, object_store: ObjectStoreServer, bucket: str, make_capture: Make
) -> None:
    _, name = written(catalogue, shared, make_capture())
    written_bytes = path_of(shared, name).read_bytes()
    assert bring_in(catalogue, shared) == [name]
    assert (object_store.folder(bucket) / "warc" / name).read_bytes() == written_bytes
    assert not path_of(shared, name).exists()
    assert is_there(shared, name)
    assert bring_in(catalogue, shared) == []


def test_a_file_that_is_being_written_stays(catalogue: Catalogue, shared: Settings, make_capture: Make) -> None:
    run_id = runs.open_run(catalogue, "crawl", now())
    archive = ArchiveWriter(catalogue, shared, "migration", run_id)
    archive.write(make_capture())
    assert bring_in(catalogue, shared) == []
    runs.close_run(catalogue, run_id)  # and its writer was killed
    assert bring_in(catalogue, shared) == archive.files


def test_another_machine_extracts_what_this_one_captured(
    catalogue: Catalogue, shared: Settings, other_machine: Settings, make_capture: Make
) -> None:
    run_id, name = written(catalogue, shared, make_capture())
    bring_in(catalogue, shared)
    assert sum(extract_file(catalogue, other_machine, name, {}, run_id).values()) == 1
    assert not list(other_machine.archive_directory.iterdir()), "what was fetched is not left behind"


def test_a_file_is_read_here_as_long_as_it_is_here_whoever_brings_it_away(
    catalogue: Catalogue, shared: Settings, make_capture: Make
) -> None:
    _, name = written(catalogue, shared, make_capture())
    with opened(shared, name) as path:
        bring_in(catalogue, shared)
        assert path.stat().st_size > 0


def test_a_kill_between_arrival_and_removal_is_made_good(
    catalogue: Catalogue, shared: Settings, make_capture: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, name = written(catalogue, shared, make_capture())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store.archive_files, "arrived", killed)
        with pytest.raises(KeyboardInterrupt):
            bring_in(catalogue, shared)
    assert path_of(shared, name).exists()
    assert bring_in(catalogue, shared) == [name]
    assert not path_of(shared, name).exists()


def test_what_waits_on_another_machine_is_said_to_wait_there(
    catalogue: Catalogue, shared: Settings, other_machine: Settings, make_capture: Make
) -> None:
    run_id, name = written(catalogue, shared, make_capture())
    with pytest.raises(ArchiveError, match="waits on the machine that wrote it"):
        extract_file(catalogue, other_machine, name, {}, run_id)
    bring_in(catalogue, shared)
    assert extract_file(catalogue, other_machine, name, {}, run_id)


def test_what_a_killed_machine_had_is_extracted_when_it_comes(
    catalogue: Catalogue, shared: Settings, other_machine: Settings, make_capture: Make
) -> None:
    run_id = runs.open_run(catalogue, "crawl", now())
    archive = ArchiveWriter(catalogue, shared, "migration", run_id)
    archive.write(make_capture())  # the machine fails: nobody says that the file holds anything
    runs.close_run(catalogue, run_id)
    assert extract_file(catalogue, other_machine, archive.files[0], {}, run_id) == {}
    bring_in(catalogue, shared)
    with catalogue.reading() as session:
        assert archive_files.to_extract(session) == archive.files


def test_a_store_that_does_not_answer_costs_nothing_and_is_told(
    catalogue: Catalogue, shared: Settings, object_store: ObjectStoreServer, make_capture: Make
) -> None:
    run_id, name = written(catalogue, shared, make_capture())
    object_store.stop()
    try:
        bring_in_or_tell(catalogue, shared, run_id)
        examined = {finding.what: finding for finding in doctor.examine(shared)}["archive"]
    finally:
        object_store.start()
    report = build_report(catalogue, run_id)
    (told,) = [told for told in report.must_look if "archive" in told]
    assert "PROTECTION_NEWS_ARCHIVE_OPTIONS" in told
    assert "goes there with the next run" in told
    assert object_store.secret not in told
    assert examined.state == "wrong"
    assert path_of(shared, name).exists()
    assert waiting_here(catalogue, shared) == [name]
    bring_in_or_tell(catalogue, shared, run_id)
    assert waiting_here(catalogue, shared) == []


def test_a_file_is_replaced_wherever_it_is(
    catalogue: Catalogue, shared: Settings, make_capture: Make, tmp_path: Path
) -> None:
    _, name = written(catalogue, shared, make_capture())
    for brought in (False, True):
        if brought:
            bring_in(catalogue, shared)
        made = tmp_path / "made"
        made.write_bytes(b"anew" if brought else b"new")
        replace(shared, name, made)
        with opened(shared, name) as path:
            assert path.read_bytes() == (b"anew" if brought else b"new")
        assert not made.exists()


def test_doctor_tells_where_the_archive_is_and_what_waits_for_it(
    catalogue: Catalogue, shared: Settings, make_capture: Make
) -> None:
    written(catalogue, shared, make_capture())
    told = CliRunner().invoke(doctor.doctor, obj=shared).output
    assert f"1 files wait here for {shared.archive}" in told
    bring_in(catalogue, shared)
    assert f"1 files wait here for {shared.archive}" not in CliRunner().invoke(doctor.doctor, obj=shared).output


def test_a_store_without_a_driver_says_what_to_install(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"archive": "unheard-of://bucket"})
    with pytest.raises(ArchiveError, match="unheard-of"):
        is_there(elsewhere, "name.warc.gz")


def test_an_archive_can_be_any_folder(
    catalogue: Catalogue, settings: Settings, make_capture: Make, tmp_path: Path
) -> None:
    elsewhere = settings.model_copy(update={"archive": str(tmp_path / "warc")})
    _, name = written(catalogue, elsewhere, make_capture())
    assert [path.name for path in (tmp_path / "warc").iterdir()] == [name]
    assert bring_in(catalogue, elsewhere) == []
