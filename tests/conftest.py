"""Fixtures that every room's tests share: settings in an empty directory, and a catalogue on SQLite and on PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from processing.catalogue.database import Catalogue, open_catalogue
from processing.settings import Settings

POSTGRES = os.environ.get(
    "PROTECTION_NEWS_TEST_POSTGRES", ""
)  # postgresql+psycopg://… of a server where databases may be made


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own environment and `.env` file must not reach the tests."""
    for name in os.environ:
        if name.startswith("PROTECTION_NEWS_") and not name.startswith("PROTECTION_NEWS_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose data directory is empty."""
    return Settings(_env_file=None, data=tmp_path / "data", contact="tests@protection-news.example")


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    """An empty catalogue on SQLite."""
    opened = open_catalogue(settings)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def each_catalogue(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Catalogue]:
    """An empty catalogue on each database we support; PostgreSQL where a server is named."""
    if request.param == "sqlite":
        opened = open_catalogue(settings)
        yield opened
        opened.close()
        return
    if not POSTGRES:
        pytest.skip("PROTECTION_NEWS_TEST_POSTGRES names no server")
    name = f"test_{uuid.uuid4().hex}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    opened = open_catalogue(settings.model_copy(update={"catalogue": address}))
    yield opened
    opened.close()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()
