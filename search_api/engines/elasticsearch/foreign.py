"""Elasticsearch's errors in our words: what happened, and what an operator can do. No word of a password or key is in them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import elasticsearch
from elastic_transport import TlsError

from search_api.engines.engine import EngineBusyError, EngineError
from search_api.query.errors import QueryError

TOO_DEEP = ("nested", "depth", "too_many_clauses", "too many clauses", "maxClauseCount")
FLOOD_STAGE = "flood-stage"


class IndexGoneError(EngineError):
    """The index, or the point in time, that was asked is no longer there: a rebuild has replaced it. Asking anew helps."""


@contextmanager
def translated(doing: str, addresses: Sequence[str]) -> Iterator[None]:
    """Raises `EngineError` and its kinds, or `QueryError`, for what leaves the client inside the block."""
    try:
        yield
    except elasticsearch.ConnectionTimeout as error:
        raise EngineError(
            f"Elasticsearch did not answer in time while {doing}. PROTECTION_NEWS_ELASTICSEARCH_SECONDS says how long we wait."
        ) from error
    except TlsError as error:
        raise EngineError(
            f"The connection to Elasticsearch at {named(addresses)} is not safe: {reason_of(error)}. Let "
            "PROTECTION_NEWS_ELASTICSEARCH_CA_FILE name the certificate of its authority."
        ) from error
    except elasticsearch.ConnectionError as error:
        raise EngineError(
            f"Elasticsearch does not answer at {named(addresses)}: {reason_of(error)}. Is it running? "
            "PROTECTION_NEWS_ELASTICSEARCH_ADDRESSES names where."
        ) from error
    except elasticsearch.UnsupportedProductError as error:
        raise EngineError(
            f"What answers at {named(addresses)} is not Elasticsearch; OpenSearch and others are not supported."
        ) from error
    except elasticsearch.ApiError as error:
        raise of_status(error.status_code, error.body, doing) from error
    except elasticsearch.TransportError as error:
        raise EngineError(f"Elasticsearch failed while {doing}: {reason_of(error)}.") from error


def of_status(status: int, body: Any, doing: str) -> Exception:
    """Our error for one of the server's."""
    kind, reason = kind_and_reason(body)
    said = f"{kind}: {reason}"
    if status == 401:
        return EngineError(
            "Elasticsearch does not know us: the API key, or user and password, in PROTECTION_NEWS_ELASTICSEARCH_* are refused."
        )
    if status == 403 and "cluster_block" not in kind:
        return EngineError(
            f"Elasticsearch refused us while {doing}: {reason}. The API key or user needs all rights on the index and its "
            "generations (docs/elasticsearch.md)."
        )
    if FLOOD_STAGE in reason or "cluster_block" in kind:
        return EngineError(
            f"Elasticsearch takes no documents now ({reason}). Usually a disk is full: make room on its nodes."
        )
    if status == 404 and ("index_not_found" in said or "search context" in reason.lower()):
        return IndexGoneError(f"The index was replaced while {doing}; ask again.")
    if status == 400 and any(sign in said for sign in TOO_DEEP):
        return QueryError("The question is nested too deeply, or has too many parts, for Elasticsearch.")
    if status == 429:
        return EngineBusyError(f"Elasticsearch has too much to do at this moment ({reason}); try again in a minute.")
    if status in (502, 503, 504):
        return EngineBusyError(
            f"Elasticsearch cannot answer at this moment ({in_words(kind)}): a node may just have failed; try again in a minute."
        )
    return EngineError(f"Elasticsearch failed while {doing}: {said}.")


def in_words(kind: str) -> str:
    """`no_shard_available_action_exception`: no shard available action"""
    return kind.removesuffix("_exception").replace("_", " ")


def kind_and_reason(body: Any) -> tuple[str, str]:
    """The innermost error of an answer of the server."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return "error", str(error)[:300]
    if "caused_by" not in error:
        causes = error.get("root_cause") or [shard["reason"] for shard in error.get("failed_shards", ())]
        error = causes[0] if causes else error
    while isinstance(error.get("caused_by"), dict):
        error = error["caused_by"]
    return str(error.get("type", "error")), str(error.get("reason", ""))[:300]


def raise_for_item(item: dict[str, Any], doing: str) -> None:
    """Raises our error when one answer of a multi-search is an error, or not whole."""
    if "error" in item:
        raise of_status(int(item.get("status", 500)), item, doing)
    if item.get("timed_out"):
        raise EngineError(
            f"Elasticsearch ran out of time while {doing}. PROTECTION_NEWS_ELASTICSEARCH_SECONDS says how much it has; "
            "a narrower question needs less."
        )


def reason_of(error: elasticsearch.TransportError) -> str:
    """The reason that the client gives, without the Python around it."""
    causes = [str(one) for one in (error.message, *error.errors) if str(one)]
    return causes[0].splitlines()[0][:300] if causes else type(error).__name__


def named(addresses: Sequence[str]) -> str:
    """Addresses as they may be shown."""
    return ", ".join(map(without_login, addresses))


def without_login(address: str) -> str:
    """An address without the user and password that somebody may have written into it."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
