"""What every answer carries: headers that keep browsers safe, and HEAD for everything that GET answers."""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Pages need no script at all, so none is allowed, whatever a title or a text might smuggle in.
PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# Swagger UI is a script of ours that asks our API, and writes styles into its elements.
API_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # a publisher need not learn what somebody searched for
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # A text that its publisher takes down must not live on in somebody else's index by way of ours.
    "X-Robots-Tag": "noindex, nofollow",
}


def headers_for(path: str) -> dict[str, str]:
    """The headers of an answer at this path."""
    headers = ALWAYS | {"Content-Security-Policy": API_PAGE if path == "/api" else PAGES}
    # Everything under /api/ is public and only read, and nobody logs in: any page may ask from its reader's browser.
    return headers | {"Access-Control-Allow-Origin": "*"} if path.startswith("/api/") else headers


@lru_cache(256)
def encoded_headers_for(path: str) -> list[tuple[bytes, bytes]]:
    """The same as ASGI wants them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers_for(path).items()]


class SafeHeaders:
    """Adds the headers to each answer; one that a route has set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", [])
                names = {name.lower() for name, _ in own}
                added = [header for header in encoded_headers_for(scope["path"]) if header[0] not in names]
                message = {**message, "headers": [*own, *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HeadAnswers:
    """Answers HEAD as GET without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        as_get: MutableMapping[str, Any] = {**scope, "method": "GET"}

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(as_get, receive, send_without_body)
