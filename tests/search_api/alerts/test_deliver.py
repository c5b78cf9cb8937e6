"""Mails reach a real mail server once, whatever refuses, breaks or is killed."""

import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Alert, Delivery, SavedSearch
from processing.settings import Settings
from search_api.alerts.deliver import deliver
from search_api.alerts.notify import notify
from search_api.alerts.saved_searches import save
from search_api.query.question import Question

Start = Callable[[], "subprocess.Popen[bytes]"]


def deliveries(catalogue: Catalogue) -> list[Delivery]:
    with catalogue.reading() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


@pytest.fixture
def search(newsroom: Any) -> SavedSearch:
    """A search that mails to one reader, and an index that has nothing for it yet."""
    newsroom.publish("old", "Nothing of note", "An office was opened.")
    newsroom.index()
    return save(newsroom.catalogue, "detention", Question(text="detained"), ["analyst@reader.example"])


def news(newsroom: Any, number: int = 1) -> None:
    for count in range(number):
        newsroom.publish(f"n{count}", f"Child {count} detained", f"A child was detained, case {count}.")
    newsroom.index()


def test_one_mail_tells_all_stories_of_a_night(
    newsroom: Any, search: SavedSearch, mailing: Settings, mail_box: Any
) -> None:
    news(newsroom, 3)
    assert notify(newsroom.catalogue, mailing)["mails sent"] == 1
    [mail] = mail_box[0].mails
    assert mail["Subject"] == "3 new stories: detention"
    assert mail["To"] == "analyst@reader.example"
    assert mail["List-Unsubscribe"] == "<mailto:alerts@news.example?subject=unsubscribe>"
    assert notify(newsroom.catalogue, mailing)["mails sent"] == 0


def test_a_reader_that_is_refused_stops_no_other_and_is_tried_again(
    newsroom: Any, search: SavedSearch, mailing: Settings, mail_box: Any
) -> None:
    save(newsroom.catalogue, "two", Question(text="detained"), ["gone@reader.example", "here@reader.example"])
    mail_box[0].refused = {"gone@reader.example"}
    news(newsroom)
    counts = notify(newsroom.catalogue, mailing)
    assert (counts["mails sent"], counts["mails not sent"]) == (2, 1)
    [kept] = [row for row in deliveries(newsroom.catalogue) if row.state == "failed"]
    assert kept.trouble == "The mail server refuses the address: 550 no such reader here"
    mail_box[0].refused = set()
    assert notify(newsroom.catalogue, mailing)["mails sent"] == 1
    assert {row.state for row in deliveries(newsroom.catalogue)} == {"sent"}
    assert mail_box[0].mails[-1]["Message-ID"] == kept.message_id


def test_mails_wait_while_no_server_answers_or_none_is_set(
    newsroom: Any, search: SavedSearch, mailing: Settings, mail_box: Any
) -> None:
    news(newsroom)
    assert notify(newsroom.catalogue, newsroom.settings)["mails not sent"] == 1
    assert "PROTECTION_NEWS_SMTP_HOST" in deliveries(newsroom.catalogue)[0].trouble
    nobody = mailing.model_copy(update={"smtp_port": 1})
    assert deliver(newsroom.catalogue, nobody).not_sent == 1
    assert "127.0.0.1:1 cannot be used" in deliveries(newsroom.catalogue)[0].trouble
    assert deliver(newsroom.catalogue, mailing).sent == 1
    assert deliveries(newsroom.catalogue)[0].trouble == ""


def test_a_server_without_starttls_is_not_trusted_with_a_mail(
    newsroom: Any, search: SavedSearch, mailing: Settings, mail_box: Any
) -> None:
    news(newsroom)
    counts = notify(newsroom.catalogue, mailing.model_copy(update={"smtp_security": "starttls"}))
    assert (counts["mails sent"], counts["mails not sent"]) == (0, 1)
    assert mail_box[0].mails == []


def test_killed_between_the_servers_acceptance_and_our_note_it_is_sent_again_under_the_same_id(
    newsroom: Any, search: SavedSearch, mail_box: Any, notify_process: Start
) -> None:
    box = mail_box[0]
    news(newsroom)
    process = notify_process()
    box.kill_after_accepting = process.pid
    assert process.wait() == -signal.SIGKILL
    assert [row.state for row in deliveries(newsroom.catalogue)] == ["sending"]
    again = notify_process()
    output, errors = again.communicate()
    assert again.returncode == 0, errors
    assert b'"mails sent again": 1' in output
    assert len(box.mails) == 2
    assert len(set(box.message_ids)) == 1
    assert box.mails[0]["Date"] == box.mails[1]["Date"]


def test_two_processes_at_once_tell_and_send_once(
    newsroom: Any, search: SavedSearch, mail_box: Any, notify_process: Start
) -> None:
    news(newsroom, 20)
    both = [notify_process(), notify_process()]
    for process in both:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    with newsroom.catalogue.reading() as session:
        assert len(session.scalars(select(Alert)).all()) == 20
    [mail] = mail_box[0].mails
    assert mail["Subject"] == "20 new stories: detention"


def test_killed_at_any_point_nothing_is_lost_and_nothing_told_twice(
    newsroom: Any, search: SavedSearch, mail_box: Any, notify_process: Start, mailing: Settings
) -> None:
    box = mail_box[0]
    for trial in range(6):
        newsroom.publish(f"t{trial}", f"Detained, trial {trial}", f"Somebody was detained in trial {trial}.")
        newsroom.index()
        process = notify_process()
        # Importing takes about a second here: these kill from before the first query to after the end.
        time.sleep(0.6 + 0.15 * trial)
        process.kill()
        process.wait()
    notify(newsroom.catalogue, mailing)
    with newsroom.catalogue.reading() as session:
        told = [alert.message["title"] for alert in session.scalars(select(Alert))]
    assert sorted(told) == [f"Detained, trial {trial}" for trial in range(6)]
    by_id = dict(zip(box.message_ids, box.mails, strict=True))
    lines = [line for mail in by_id.values() for line in mail.get_body(("plain",)).get_content().splitlines()]
    assert sorted(line[3:] for line in lines if ". Detained, trial" in line) == sorted(told)


def test_a_removed_search_sends_nothing_more(
    newsroom: Any, search: SavedSearch, mailing: Settings, mail_box: Any
) -> None:
    news(newsroom)
    notify(newsroom.catalogue, newsroom.settings)
    with newsroom.catalogue.session() as session:
        session.delete(session.get_one(SavedSearch, search.id))
    assert deliver(newsroom.catalogue, mailing).sent == 0


def test_what_is_taken_down_after_it_was_told_is_mailed_as_a_citation_only(
    newsroom: Any, search: SavedSearch, mailing: Settings, mail_box: Any
) -> None:
    article = newsroom.publish("n", "Detained", "A child was detained, and this sentence must not travel on.")
    newsroom.index()
    notify(newsroom.catalogue, newsroom.settings)
    newsroom.withdraw(article)
    deliver(newsroom.catalogue, mailing)
    text = mail_box[0].mails[0].get_body(("plain",)).get_content()
    assert "taken this text down" in text
    assert "must not travel" not in text
