"""GET /feeds/<key>.atom: the Atom feed of a saved search. Its key is the only way in, and is never listed."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from processing.catalogue import alerts, saved_searches
from search_api.alerts.channels.feed import PAGE, FeedPage, atom
from search_api.http.errors import NotThereError
from search_api.http.service import Here

router = APIRouter()


@router.get("/feeds/{key}.atom")
def feed(
    here: Here,
    key: str,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """The newest alerts, or those told before the alert `before`; 304 for a reader that has them."""
    with here.catalogue.reading() as session:
        saved = saved_searches.with_feed_key(session, key)
        if saved is None:
            raise NotThereError("There is no such feed: it was removed, or its address is not whole.")
        told = alerts.newest(session, saved.id, PAGE + 1, before)
        withdrawn = alerts.withdrawn(session, [alert.article_id for alert in told])
    shown = told[:PAGE]
    page = FeedPage(shown, shown[-1].id if len(told) > PAGE else None, before is None)
    body = atom(saved, page, here.settings.address, withdrawn)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, max-age=300",
        "Referrer-Policy": "no-referrer",  # this address is a secret
    }
    if tag in [known.strip().removeprefix("W/") for known in if_none_match.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/atom+xml")
