"""Tells every saved search what is new to it, then sends the mails that wait: the step `notify` of a night."""

from processing.catalogue import alerts, saved_searches
from processing.catalogue.database import Catalogue
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from search_api.alerts.deliver import deliver
from search_api.alerts.ledger import Told, tell
from search_api.alerts.match import horizon, matches, question_of
from search_api.engines.engine import Engine, EngineError
from search_api.engines.opening import open_engine
from search_api.former_stories import with_current_stories

TRIES = 5  # of one search, when another process moves it, or its stories, while it is matched

Counts = dict[str, int]


class BusyStoriesError(ProtectionNewsError):
    """A search could not be matched because stories changed under it."""


def notify(catalogue: Catalogue, settings: Settings) -> Counts:
    """Matches every saved search that is not paused against what the index has gained, and sends the mails.

    What cannot be matched or sent is kept and done next time; each search stands for itself. Mails that wait from earlier are
    sent even when there is no index. Raises `EngineError` then.
    """
    counts = {
        "searches matched": 0,
        "searches in trouble": 0,
        "searches paused": 0,
        "stories told": 0,
        "corrections told": 0,
    }
    engine_error: EngineError | None = None
    try:
        _tell_all(catalogue, settings, counts)
    except EngineError as error:
        engine_error = error
    done = deliver(catalogue, settings)
    counts |= {"mails sent": done.sent, "mails sent again": done.sent_again, "mails not sent": done.not_sent}
    if engine_error is not None:
        raise engine_error
    return counts


def _tell_all(catalogue: Catalogue, settings: Settings, counts: Counts) -> None:
    """Raises `EngineError` when there is no engine to ask."""
    engine = open_engine(settings)
    try:
        with catalogue.reading() as session:
            searches = [(saved.id, saved.paused) for saved in saved_searches.listed(session)]
            counts["articles waiting for their story"], _ = alerts.without_story(session)
        upto = _horizon(catalogue, engine)
        for search_id, paused in searches:
            if paused:
                counts["searches paused"] += 1
                continue
            try:
                told = _tell_one(catalogue, settings, engine, search_id, upto)
            except ProtectionNewsError as error:
                counts["searches in trouble"] += 1
                with catalogue.session() as session:
                    saved_searches.in_trouble(session, search_id, str(error))
                continue
            counts["searches matched"] += 1
            counts["stories told"] += told.stories
            counts["corrections told"] += told.corrections
    finally:
        engine.close()


def _horizon(catalogue: Catalogue, engine: Engine) -> int:
    watermark = engine.watermark()
    with catalogue.reading() as session:
        return horizon(session, watermark)


def _tell_one(catalogue: Catalogue, settings: Settings, engine: Engine, search_id: int, upto: int) -> Told:
    """Matches one search and writes down what is news to it. Raises `ProtectionNewsError` when its question cannot be answered."""
    for _ in range(TRIES):
        with catalogue.reading() as session:
            saved = saved_searches.with_id(session, search_id)
            if saved is None or saved.paused or saved.watermark >= upto:
                return Told(0, 0, 0)
            window = (saved.watermark, upto)
            changed = alerts.changed(session, *window)
        fresh = [article for article in changed if article.first_revision > saved.created_revision]
        question = with_current_stories(catalogue, question_of(saved.question))
        found = matches(engine, question, fresh)
        told = tell(catalogue, settings, search_id, window, found, changed)
        if told is not None:
            return told
        upto = min(upto, _horizon(catalogue, engine))
    raise BusyStoriesError(
        "Its stories were changed again and again while it was matched: is `link` at work? The next night goes on from here."
    )
