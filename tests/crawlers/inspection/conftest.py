"""The demo press offices on free ports, as declared sources."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawlers.source_commands import sources
from demo.server import DemoOffices
from processing.settings import Settings


class Demo:
    """The offices, and the commands for them."""

    def __init__(self, offices: DemoOffices, settings: Settings) -> None:
        self.offices = offices
        self.settings = settings

    def run(self, *words: str) -> Result:
        """A `sources` command, as from a terminal."""
        return CliRunner().invoke(sources, words, obj=self.settings, catch_exceptions=False)

    def address(self, office: str, path: str = "") -> str:
        return self.offices.addresses[office] + path


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Iterator[Any]:
    with DemoOffices() as offices:
        folder = offices.write_sources(tmp_path / "sources")
        yield Demo(offices, settings.model_copy(update={"sources": (folder,)}))
