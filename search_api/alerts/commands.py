"""`protection-news searches …` and `protection-news notify`: searches are saved and looked after, and told what is new."""

import json
from typing import Any

import click

from processing.catalogue import saved_searches
from processing.catalogue.database import open_catalogue
from processing.catalogue.tables import Delivery, SavedSearch
from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from processing.text.cleaning import printable
from search_api.alerts.match import question_of
from search_api.alerts.notify import notify as notify_all
from search_api.alerts.rehearsal import DAYS, Rehearsal, rehearse
from search_api.alerts.saved_searches import save
from search_api.commands import pointed
from search_api.engines.engine import EngineError
from search_api.engines.opening import open_engine
from search_api.query.errors import QueryError
from search_api.query.explain import explain
from search_api.query.fields import days
from search_api.query.parse import parse
from search_api.query.question import Filters, Question
from search_api.wording import day, language_name, moment, number_of

SHOWN = 20  # stories of a rehearsal in the terminal; --json gives all


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Counts as JSON.")
@click.pass_obj
def notify(settings: Settings, as_json: bool) -> None:
    """Tells every saved search what is new to it and sends the mails that wait. Each story is told once."""
    with open_catalogue(settings) as catalogue:
        counts = notify_all(catalogue, settings)
        with catalogue.reading() as session:
            troubles = [(saved.name, saved.trouble) for saved in saved_searches.listed(session) if saved.trouble]
    if as_json:
        click.echo(json.dumps(counts))
        return
    said = [f"{number:,} {name}" for name, number in counts.items() if number]
    click.echo(f"{', '.join(said) or 'no search is saved'}.")
    for name, trouble in troubles:
        click.echo(f"“{name}” could not be matched: {trouble}", err=True)


@click.group()
def searches() -> None:
    """Saved searches: each new story that they find is told once, by mail and in an Atom feed."""


@searches.command()
@click.argument("name")
@click.option("--query", default="", help="Words to look for, as on the search page.")
@click.option("--language", multiple=True, help="Only this language (en, fr, …); -en: not this one. May be repeated.")
@click.option("--source", multiple=True, help="Only this source; --source=-NAME: not this one.")
@click.option("--publisher-kind", multiple=True, help="Only un-agency, ombudsman, network, …")
@click.option("--country", multiple=True, help="Only texts that speak of this country (ISO 3166 code).")
@click.option("--concept", multiple=True, help="Only texts about this protection concept.")
@click.option("--organisation", multiple=True, help="Only texts that name this organisation.")
@click.option("--since", metavar="DATE", default="", help="Published in or after 2025, 2025-03 or 2025-03-07.")
@click.option("--without-term", multiple=True, help="A term of an opened concept that is not to be searched.")
@click.option(
    "--mail", multiple=True, help="Address that is told by mail. May be repeated; without it there is the feed."
)
@click.option("--json", "as_json", is_flag=True, help="The saved search as JSON.")
@click.pass_obj
def add(
    settings: Settings,
    /,
    name: str,
    query: str,
    since: str,
    without_term: tuple[str, ...],
    mail: tuple[str, ...],
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Saves a search under NAME. What is there today is not news to it; everything that comes from now on is."""
    first_day = days(since, None)[0] if since else None
    question = Question(text=query, filters=Filters(**filters, published_from=first_day), switched_off=without_term)
    try:
        with open_catalogue(settings) as catalogue:
            saved = save(catalogue, name, question, list(mail))
    except QueryError as error:
        raise pointed(error, query) from error
    if as_json:
        click.echo(json.dumps(_as_plain(saved, settings), ensure_ascii=False, indent=2))
        return
    click.echo(f"Saved “{name}”. Its feed: {_feed(saved, settings)}\nWhoever knows this address can read the feed.")
    if mail and not settings.smtp_host:
        click.echo("No mail server is set (PROTECTION_NEWS_SMTP_HOST): mails wait until one is.", err=True)
    try:
        found = _rehearsed(settings, question)
    except EngineError as error:
        click.echo(f"It cannot be rehearsed yet: {error}", err=True)
        return
    click.echo(_summary(found))


@searches.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="All saved searches as JSON.")
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> None:
    """Lists the saved searches, what each has told, and which are in trouble."""
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        listed, told, unsent = (
            saved_searches.listed(session),
            saved_searches.told(session),
            saved_searches.unsent(session),
        )
    if as_json:
        plain = [
            _as_plain(saved, settings)
            | {"stories_told": told.get(saved.id, 0), "mails_waiting": len(unsent.get(saved.id, []))}
            for saved in listed
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    if not listed:
        click.echo(
            'No search is saved. Example:\n  protection-news searches add "Detained children" --query "children detention"'
        )
    for saved in listed:
        state = ", paused" if saved.paused else ""
        click.echo(f"{saved.name}: {number_of(told.get(saved.id, 0), 'story', 'stories')} told{state}. {_words(saved)}")
        _say_trouble(saved, unsent.get(saved.id, []))


@searches.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The saved search as JSON.")
@click.pass_obj
def show(settings: Settings, name: str, as_json: bool) -> None:
    """Shows one saved search: its question as it is understood, its feed, its readers, and what failed."""
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        saved = saved_searches.named(session, name)
        told, unsent = saved_searches.told(session).get(saved.id, 0), saved_searches.unsent(session).get(saved.id, [])
    if as_json:
        mails = [
            {"to": mail.recipient, "state": mail.state, "tries": mail.attempts, "trouble": mail.trouble}
            for mail in unsent
        ]
        plain = _as_plain(saved, settings) | {"stories_told": told, "mails_waiting": mails}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    click.echo(f"{saved.name}{' (paused)' if saved.paused else ''}")
    click.echo(f"  asks    {_words(saved)}")
    click.echo(f"  feed    {_feed(saved, settings)}")
    click.echo(f"  mail    {', '.join(saved.mail_to) or 'nobody'}")
    click.echo(f"  saved   {moment(saved.created_at)}")
    click.echo(f"  told    {number_of(told, 'story', 'stories')}")
    _say_trouble(saved, unsent)


@searches.command()
@click.argument("name")
@click.pass_obj
def remove(settings: Settings, name: str) -> None:
    """Forgets a saved search, its feed and what it has told."""
    with open_catalogue(settings) as catalogue, catalogue.session() as session:
        saved_searches.remove(session, name)
    click.echo(f"Removed “{name}”. Its feed's address is gone for good.")


@searches.command()
@click.argument("name")
@click.pass_obj
def pause(settings: Settings, name: str) -> None:
    """Holds a saved search: nothing is told until `resume`, and nothing is lost meanwhile."""
    _set_paused(settings, name, True)
    click.echo(f"“{name}” is paused. What it finds meanwhile is told after `protection-news searches resume`.")


@searches.command()
@click.argument("name")
@click.pass_obj
def resume(settings: Settings, name: str) -> None:
    """Lets a paused search go on: the next night tells everything that came meanwhile."""
    _set_paused(settings, name, False)
    click.echo(f"“{name}” goes on with the next night.")


@searches.command(name="rehearse")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="All stories as JSON.")
@click.pass_obj
def rehearse_(settings: Settings, name: str, as_json: bool) -> None:
    """Shows what a saved search would have told in the last 90 days, and how much to expect in a week."""
    with open_catalogue(settings) as catalogue, catalogue.reading() as session:
        question = question_of(saved_searches.named(session, name).question)
    found = _rehearsed(settings, question)
    if as_json:
        stories = [
            {
                "title": hit.title,
                "source": hit.source,
                "published": hit.published,
                "address": hit.address,
                "article_id": hit.article_id,
            }
            for hit in found.stories
        ]
        plain = {"since": found.since, "stories": stories, "a_week": round(found.a_week, 1)}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(_summary(found))
    for hit in found.stories[:SHOWN]:
        when = day(hit.published, hit.published_precision, hit.date_uncertain)
        click.echo(printable(f"  {when}  {hit.source}  {hit.title}  ({language_name(hit.language)})"))
    if len(found.stories) > SHOWN:
        click.echo(f"  … and {len(found.stories) - SHOWN} more; --json gives all.")


def _rehearsed(settings: Settings, question: Question) -> Rehearsal:
    engine = open_engine(settings)
    try:
        return rehearse(engine, question, now().date())
    finally:
        engine.close()


def _summary(found: Rehearsal) -> str:
    stories = number_of(len(found.stories), "story", "stories")
    rhythm = f"about {found.a_week:.0f} a week" if found.a_week >= 1 else "less than one a week"
    return f"In the last {DAYS} days it would have told {stories} ({rhythm}), by the day they were published."


def _set_paused(settings: Settings, name: str, paused: bool) -> None:
    with open_catalogue(settings) as catalogue, catalogue.session() as session:
        saved_searches.named(session, name).paused = paused


def _words(saved: SavedSearch) -> str:
    """The question as it is understood; why it is not, where it cannot be."""
    try:
        question = question_of(saved.question)
        return explain(parse(question.text).node, question.filters)
    except ProtectionNewsError as error:
        return f"cannot be understood: {error}"


def _say_trouble(saved: SavedSearch, unsent: list[Delivery]) -> None:
    if saved.trouble:
        click.echo(printable(f"  in trouble since {moment(saved.trouble_since)}: {saved.trouble}"))
    for mail in unsent:
        why = mail.trouble or "it goes out with the next `protection-news notify`"
        click.echo(
            printable(f"  mail to {mail.recipient} not sent ({number_of(mail.attempts, 'try', 'tries')}): {why}")
        )


def _feed(saved: SavedSearch, settings: Settings) -> str:
    return f"{settings.address}/feeds/{saved.feed_key}.atom"


def _as_plain(saved: SavedSearch, settings: Settings) -> dict[str, Any]:
    return {
        "name": saved.name,
        "question": saved.question,
        "feed": _feed(saved, settings),
        "mail": saved.mail_to,
        "saved_at": saved.created_at.isoformat(),
        "paused": saved.paused,
        "trouble": saved.trouble,
    }
