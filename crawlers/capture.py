"""Keeps a response as it came over the wire, before Scrapy decompresses it."""

from scrapy.http import Request, Response

from crawlers.tasks import Answered

AS_TRANSFERRED = "as_transferred"  # key in a request's meta


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
    return Answered(
        address=response.url,
        status=response.status,
        headers=headers,
        body=body,
        payload=response.body,
        request_headers=pairs(response.request.headers),
    )


def pairs(headers: dict[bytes, list[bytes]]) -> tuple[tuple[str, str], ...]:
    """Headers as pairs of text; Latin-1 keeps every byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
