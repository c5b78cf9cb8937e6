"""Keeps a response as it came over the wire, and what is in it beside it."""

import zlib
from contextlib import suppress
from typing import Any

from scrapy import Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

from crawlers.tasks import Answered

PAYLOAD = "payload"  # key in a request's meta
GZIP = 31  # zlib's word for it
RENDERED = "playwright"  # key in a request's meta, set for what is opened in a browser


class Unpacking(HttpCompressionMiddleware):
    """Scrapy's decompression, but the response stays as it was transferred: what was in it is in the request's meta."""

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:
        """Unpacks the body. Raises `IgnoreRequest` where more is in it than a page may have."""
        codings = response.headers.getlist("Content-Encoding")
        payload = response.body
        if codings:
            try:
                payload = self._unpacked(response.body, codings)
            except _DecompressionMaxSizeExceeded as error:
                raise IgnoreRequest(f"{response.url} has more than {self._max_size} bytes") from error
        request.meta[PAYLOAD] = payload
        return response

    def _unpacked(self, body: bytes, codings: list[bytes]) -> bytes:
        if codings == [b"gzip"]:  # whole and of one piece, as nearly all are: Scrapy's way takes five times as long
            unpacker = zlib.decompressobj(GZIP)
            with suppress(zlib.error):
                payload = unpacker.decompress(body, self._max_size)
                if unpacker.eof and not unpacker.unused_data:
                    return payload
        payload, _ = self._handle_encoding(body, codings, self._max_size)
        return payload


def payload_of(response: Response) -> bytes:
    """The decompressed body."""
    payload: bytes = response.meta[PAYLOAD]
    return payload


def answered(response: Response) -> Answered:
    """A response as the books take it: body and headers as transferred, payload decompressed."""
    assert response.request is not None
    rendered = bool(response.meta.get(RENDERED))
    return Answered(
        address=response.url,
        status=response.status,
        headers=pairs(response.headers),
        body=response.body,
        payload=payload_of(response),
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
