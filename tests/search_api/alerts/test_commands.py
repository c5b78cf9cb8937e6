"""`protection-news searches …` and `notify`, as an operator uses them."""

import json
import re
import shlex
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from search_api.alerts.commands import notify, searches

ALERTS = Path(__file__).parents[3] / "docs" / "alerts.md"


def run(settings: Settings, *words: str) -> Result:
    """One command; an expected error of ours comes out as it is."""
    command = notify if words[0] == "notify" else searches
    arguments = list(words[1:])
    result = CliRunner().invoke(command, arguments, obj=settings)
    if isinstance(result.exception, ProtectionNewsError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_the_commands_that_the_documentation_shows_work(newsroom: Any, news: dict[str, str]) -> None:
    [shown] = re.findall(r"```sh\n(.*?)```", ALERTS.read_text("utf-8"), re.DOTALL)
    for line in shown.splitlines():
        words = shlex.split(line, comments=True)
        assert words[:2] == ["protection-news", "searches"]
        run(newsroom.settings, *words[1:])
    assert json.loads(run(newsroom.settings, "searches", "list", "--json").stdout) == []


def test_adding_says_the_feed_what_to_expect_and_that_no_mail_goes_out(newsroom: Any, news: dict[str, str]) -> None:
    said = run(newsroom.settings, "searches", "add", "All", "--query", "children", "--mail", "a@reader.example")
    assert re.search(r"http://127\.0\.0\.1:8000/feeds/[\w-]{32}\.atom", said.output)
    assert "No mail server is set" in said.output
    assert "In the last 90 days it would have told" in said.output


def test_a_search_is_shown_with_its_question_in_words_and_its_waiting_mails(
    newsroom: Any, news: dict[str, str]
) -> None:
    run(newsroom.settings, "searches", "add", "French", "--language", "fr", "--mail", "a@reader.example")
    newsroom.publish("x", "Nouvelle", "Une nouvelle.", language="fr")
    newsroom.index()
    assert json.loads(run(newsroom.settings, "notify", "--json").stdout)["stories told"] == 1
    said = run(newsroom.settings, "searches", "show", "French").output
    assert "all articles; language: fr" in said
    assert "told    1 story" in said
    assert "mail to a@reader.example not sent (0 tries): No mail server is set." in said
    listed = json.loads(run(newsroom.settings, "searches", "list", "--json").stdout)
    assert (listed[0]["stories_told"], listed[0]["mails_waiting"]) == (1, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "x", "--query", "(children"), "This bracket is not closed"),
        (("add", "x\ny",), "A name is one line"),
        (("add", " x",), "A name is one line"),
        (("add", "x", "--mail", "nobody"), "is not a mail address"),
        (("add", "x", "--mail", "a@b.example\nBcc: c@d.example"), "is not a mail address"),
        (("add", "x", "--mail", "a@b.example, c@d.example"), "is not a mail address"),
        (("add", "x", "--since", "soon"), "is not a date"),
        (("show", "x"), "There is no saved search “x”. There is none yet."),
        (("remove", "x"), "There is no saved search"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_in_words(settings: Settings, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(ProtectionNewsError, match=re.escape(message)):
        run(settings, "searches", *words)


def test_a_name_is_taken_once(newsroom: Any) -> None:
    run(newsroom.settings, "searches", "add", "x")
    with pytest.raises(ProtectionNewsError, match="is there already"):
        run(newsroom.settings, "searches", "add", "x")


def test_rehearsing_counts_what_was_published_lately(newsroom: Any) -> None:
    today = now().date()
    newsroom.publish("new", "Children today", "Children.", published=today)
    newsroom.publish("old", "Children long ago", "Children.", published=today - timedelta(days=400))
    newsroom.index()
    run(newsroom.settings, "searches", "add", "x", "--query", "children")
    said = json.loads(run(newsroom.settings, "searches", "rehearse", "x", "--json").stdout)
    assert [story["title"] for story in said["stories"]] == ["Children today"]
    assert said["a_week"] == 0.1


def test_nobody_saved_anything_and_notify_says_so(newsroom: Any, news: dict[str, str]) -> None:
    assert run(newsroom.settings, "notify").output == "no search is saved.\n"
