"""Opening the catalogue: made, migrated, left alone where it is up to date, and refused in words."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from processing.catalogue.database import MIGRATIONS, Catalogue, CatalogueError, _newest_revision, open_catalogue
from processing.catalogue.revisions import last_revision, next_revision
from processing.catalogue.tables import Base
from processing.settings import Settings


def test_migrations_make_the_tables_that_the_code_declares(each_catalogue: Catalogue) -> None:
    with each_catalogue.engine.connect() as connection:
        different = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert different == []


def test_the_newest_migration_is_the_one_alembic_knows() -> None:
    assert _newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_an_up_to_date_catalogue_is_opened_without_alembic(settings: Settings) -> None:
    open_catalogue(settings).close()
    script = "import sys; from processing.catalogue.database import open_catalogue; from processing.settings import Settings\n"
    script += f"open_catalogue(Settings(data={str(settings.data)!r})); sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_two_processes_can_make_the_catalogue_at_the_same_time(settings: Settings) -> None:
    errors: list[Exception] = []

    def make() -> None:
        try:
            open_catalogue(settings).close()
        except CatalogueError as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_readers_do_not_wait_for_a_writer(catalogue: Catalogue) -> None:
    with catalogue.session() as writing:
        next_revision(writing)
        with catalogue.reading() as reading:
            assert last_revision(reading) == 0
    with catalogue.reading() as reading:
        assert last_revision(reading) == 1


def test_revisions_are_given_out_in_the_order_of_commits(each_catalogue: Catalogue) -> None:
    taken: list[int] = []

    def take() -> None:
        for _ in range(10):
            with each_catalogue.session() as session:
                taken.append(next_revision(session))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://nobody:secret@127.0.0.1:1/none", "sqlite:////proc/none/catalogue.db"]
)
def test_a_catalogue_that_cannot_be_opened_says_why_and_keeps_the_password(settings: Settings, address: str) -> None:
    with pytest.raises(CatalogueError) as told:
        open_catalogue(settings.model_copy(update={"catalogue": address}))
    assert "doctor" in str(told.value)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.data.mkdir()
    (settings.data / "catalogue.db").write_bytes(b"this is no database, and long enough to be looked at" * 40)
    with pytest.raises(CatalogueError, match="not a database"):
        open_catalogue(settings)
