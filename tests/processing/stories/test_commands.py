import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from processing.catalogue.database import Catalogue
from processing.settings import Settings
from processing.stories.commands import link


@pytest.fixture
def two_copies(catalogue: Catalogue, desk_at: Callable[[Catalogue], Any], write: Callable[..., str]) -> None:
    desk = desk_at(catalogue)
    desk.publish("https://iom.example/news/1", write(1))
    desk.publish("https://unicef.example/news/1", write(1))


@pytest.mark.usefixtures("two_copies")
def test_the_command_says_in_words_what_it_linked(settings: Settings) -> None:
    ended = CliRunner().invoke(link, obj=settings)
    assert ended.exit_code == 0
    assert "2 articles linked; 2 came into another story. There are 1 stories." in ended.output


@pytest.mark.usefixtures("two_copies")
def test_the_command_prints_nothing_but_json_when_asked(settings: Settings) -> None:
    CliRunner().invoke(link, ["--json"], obj=settings)
    ended = CliRunner().invoke(link, ["--json"], obj=settings)
    assert json.loads(ended.output) == {"linked": 0, "moved": 0, "stories": 1}


def test_an_operator_joins_two_articles_and_takes_it_back(
    settings: Settings, catalogue: Catalogue, desk_at: Callable[[Catalogue], Any], write: Callable[..., str]
) -> None:
    pair = ("https://iom.example/news/1", "https://unicef.example/news/1")
    for seed, address in enumerate(pair):
        desk_at(catalogue).publish(address, write(seed))
    for option, expected in (("--join", 1), ("--take-back", 2)):
        ended = CliRunner().invoke(link, ["--json", option, *pair], obj=settings)
        assert json.loads(ended.output)["stories"] == expected
