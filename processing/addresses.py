"""The one address that an article is known by: its spelling, and whether a declared canonical address may replace it."""

import re
import string
from collections.abc import Iterable
from urllib.parse import quote, urlsplit, urlunsplit

from tld import get_fld

PORTS = {"http": 80, "https": 443}

# Parameters that say where a reader came from, and never what is read.
TRACKING_STARTS = ("utm_", "pk_", "piwik_", "mtm_", "matomo_", "at_custom", "hsa_", "mc_", "_hs", "oly_", "vero_")
TRACKING = frozenset(
    {
        *(
            "fbclid",
            "gclid",
            "dclid",
            "gclsrc",
            "gbraid",
            "wbraid",
            "msclkid",
            "yclid",
            "twclid",
            "ttclid",
            "igshid",
            "li_fat_id",
        ),
        *("_ga", "_gl", "ref_src", "ref_url", "referrer", "referer", "cmpid", "s_cid", "xtor", "wt_mc", "spm", "share"),
        *("phpsessid", "jsessionid", "sid", "fb_action_ids", "fb_action_types", "__twitter_impression", "amp"),
    }
)
LANGUAGE_PARAMETERS = frozenset({"lang", "language", "langue", "lng", "locale", "hl", "idioma", "lingua"})
SAME_PAGE_ENDINGS = re.compile(r"^(?:amp|print|page|pagina|\d{1,3}|index\.\w{2,5})$", re.IGNORECASE)
LANGUAGE_SEGMENT = re.compile(r"^[a-z]{2}(?:[-_][a-zA-Z]{2,4})?$")
SESSION = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)
TRIPLET = re.compile(r"%([0-9A-Fa-f]{2})")
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNRESERVED = string.ascii_letters + string.digits + "-._~"


def canonical(address: str, ignored_parameters: Iterable[str] = ()) -> str:
    """One spelling for addresses of one page: host in lower case, no default port, fragment or tracking parameter.

    Path and query keep their order and case; their percent-encoding is made uniform, so that a slug in Arabic letters and its
    encoded form are one. `ignored_parameters` are the source's own; one that ends in `*` names a beginning.
    An address that is not `http` or `https` (an import's) comes back without its blanks only.
    """
    address = "".join(address.split())
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return address
    if parts.scheme not in PORTS or not parts.hostname:
        return address
    host = _host(parts.hostname)
    if port is not None and port != PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = _encoded(_without_dots(SESSION.sub("", parts.path or "/")), "/:@!$&'()*+,;=")
    query = "&".join(
        _encoded(part, "/:@!$'()*+,;=?")
        for part in parts.query.split("&")
        if part and not _is_noise(part, ignored_parameters)
    )
    return urlunsplit((parts.scheme, host, path, query, ""))


def article_address(answered: str, declared: str, ignored_parameters: Iterable[str] = ()) -> str:
    """The article's canonical address: the declared one where it can be right, else the one that answered.

    Content systems declare the home page, the list or another language's page for whole sections; such are not believed.
    """
    own = canonical(answered, ignored_parameters)
    other = canonical(declared, ignored_parameters) if declared else ""
    return other if other and _may_stand_for(other, own) else own


def same_site(left: str, right: str) -> bool:
    """Whether two addresses belong to one registered domain (iom.int, defensoria.gob.pe), or to one host without one."""
    return bool(site(left)) and site(left) == site(right)


def site(address: str) -> str:
    """The registered domain of an address, or its host where there is none (127.0.0.1, news.example)."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return get_fld(f"http://{host}/", fail_silently=True) or host.removeprefix("www.") if host else ""


def is_home(address: str) -> bool:
    """Whether an address is a site's first page, in whatever language: "/", "/fr", "/en/index.html"."""
    parts = urlsplit(address)
    if parts.query:
        return False
    segments = [segment for segment in parts.path.split("/") if segment]
    return (
        all(LANGUAGE_SEGMENT.match(segment) or SAME_PAGE_ENDINGS.match(segment) for segment in segments)
        and len(segments) <= 2
    )


def _may_stand_for(declared: str, own: str) -> bool:
    if not declared.startswith(("http://", "https://")) or not same_site(declared, own):
        return False
    if is_home(declared) and not is_home(own):
        return False
    segments = urlsplit(declared).path.lower().split("/")
    if any(language not in segments for _, language in _languages(own) - _languages(declared)):
        return False  # "/slug/?lang=fr" declares "/slug/" in all its languages; "/fr/slug/" is the same page
    mine, theirs = urlsplit(own), urlsplit(declared)
    if theirs.netloc == mine.netloc and not theirs.query and mine.path.startswith(theirs.path.rstrip("/") + "/"):
        rest = [segment for segment in mine.path[len(theirs.path.rstrip("/")) :].split("/") if segment]
        return all(
            SAME_PAGE_ENDINGS.match(segment) for segment in rest
        )  # a list above the article, or its printed form
    return True


def _languages(address: str) -> set[tuple[str, str]]:
    pairs = (part.partition("=") for part in urlsplit(address).query.split("&"))
    return {(name.lower(), value.lower()) for name, _, value in pairs if name.lower() in LANGUAGE_PARAMETERS}


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _without_dots(path: str) -> str:
    """`/a/../b` is `/b` (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/".join(kept) + ("/" if path.endswith(("/.", "/..")) else "")


def _encoded(part: str, safe: str) -> str:
    """Percent-encodes what must be, decodes what need not be, and leaves encoded separators encoded."""
    part = TRIPLET.sub(
        lambda found: octet if (octet := chr(int(found[1], 16))) in UNRESERVED else found[0].upper(), part
    )
    return quote(LONE_PERCENT.sub("%25", part), safe=safe + "%", errors="replace")


def _is_noise(parameter: str, ignored: Iterable[str]) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    if name == "ref":
        return not value.isdigit()  # a document's number is no referrer
    if name in TRACKING or name.startswith(TRACKING_STARTS):
        return True
    return any(
        name == other.lower() or (other.endswith("*") and name.startswith(other[:-1].lower())) for other in ignored
    )
