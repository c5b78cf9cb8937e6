"""Keeps a response as it came over the wire, before Scrapy decompresses it."""

from typing import Any

from scrapy.http import Request, Response

from crawlers.tasks import Answered

AS_TRANSFERRED = "as_transferred"  # key in a request's meta
RENDERED = "playwright"  # key in a request's meta, set for what is opened in a browser


class KeepAsTransferred:
    """Downloader middleware between Scrapy's redirects (600) and its decompression (590)."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Notes body and headers, which the middlewares above change in place."""
        request.meta[AS_TRANSFERRED] = (response.body, pairs(response.headers))
        return response


def answered(response: Response) -> Answered:
    """A response as the books take it: body and headers as transferred, payload decompressed."""
    assert response.request is not None
    body, headers = response.meta[AS_TRANSFERRED]
    rendered = bool(response.meta.get(RENDERED))
    return Answered(
        address=response.url,
        status=response.status,
        headers=headers,
        body=body,
        payload=response.body,
        request_headers=pairs(response.request.headers),
        rendered=rendered,
    )


def in_the_browser() -> dict[str, Any]:
    """What marks a request for the browser, in its meta; the page is taken when its script asks for nothing more."""
    from scrapy_playwright.page import PageMethod  # only where the extra is installed

    return {RENDERED: True, "playwright_page_methods": [PageMethod("wait_for_load_state", "networkidle")]}


def pairs(headers: dict[bytes, list[bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as pairs of text; Latin-1 keeps every byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
