"""What answers searches in the demo: the engine that was asked for, and never somebody's own Elasticsearch."""

from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console

from demo.tour import searched_by
from processing.settings import Settings
from search_api.engines.opening import open_engine
from servers.fetching import NotAvailableError

QUIET = Console(quiet=True)


@pytest.fixture
def theirs(settings: Settings) -> Settings:
    """Settings of somebody who has an Elasticsearch."""
    changes = {
        "engine": "elasticsearch",
        "elasticsearch_addresses": ("https://search.example:9200",),
        "elasticsearch_api_key": SecretStr("secret"),
    }
    return settings.model_copy(update=changes)


def test_made_up_news_stays_out_of_an_elasticsearch_that_the_settings_name(theirs: Settings) -> None:
    with searched_by("embedded", theirs, QUIET) as ours:
        assert ours.engine == "embedded"


@pytest.mark.elasticsearch
def test_elasticsearch_runs_as_long_as_the_demo(theirs: Settings, elasticsearch_available: None) -> None:
    with searched_by("elasticsearch", theirs, QUIET) as ours:
        (address,) = ours.elasticsearch_addresses
        assert address.startswith("http://127.0.0.1:")
        engine = open_engine(ours)
        assert engine.watermark() == 0
        engine.close()
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


def test_without_a_java_it_is_said_what_to_install(
    theirs: Settings, monkeypatch: pytest.MonkeyPatch, run_nothing: Callable[[], None]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NotAvailableError, match="apt-get install"), searched_by("elasticsearch", theirs, QUIET):
        run_nothing()


@pytest.fixture
def run_nothing() -> Callable[[], None]:
    """Fails the test when a demo would begin."""

    def fail() -> None:
        pytest.fail("the demo began without its engine")

    return fail
