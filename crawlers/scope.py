"""Which addresses belong to a source, and what each is: article, file, or none of its matter."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawlers import addresses
from crawlers.declaration import Declaration


@dataclass(frozen=True)
class Judgement:
    """What an address is to a source."""

    role: str  # article, file; empty: out of scope
    reason: str = ""  # why it is out of scope, in words


class Scope:
    """The declaration's rules on addresses, ready to be asked."""

    def __init__(self, declaration: Declaration) -> None:
        self.ignored_parameters = declaration.articles.ignored_parameters
        self._languages = {language.partition("-")[0] for language in declaration.languages}
        self._are = _compiled(declaration.articles.are)
        self._are_not = _compiled(declaration.articles.are_not)
        self._files = _compiled(declaration.files.are) if declaration.files else []
        own = declaration.host
        # Press offices answer with and without www, and do not always redirect.
        bare = own.removeprefix("www.")
        self._hosts = {own, bare, f"www.{bare}"}
        port = own.rpartition(":")[2] if _has_port(own) else ""
        self._roots: list[str] = []
        starts = (declaration.absolute(address) for way in declaration.ways.values() for address in way.addresses)
        self._list_hosts = {urlsplit(start).netloc.lower() for start in starts}
        for host in declaration.hosts:
            full = _as_addresses_have_it(host.lower(), port)
            if full.startswith("*."):
                self._roots.append(full[1:])
            else:
                self._hosts.add(full)

    def plain(self, address: str) -> str | None:
        """The ledger's spelling of an address; None for what is no web address."""
        return addresses.plain(address, self.ignored_parameters)

    def is_own_host(self, address: str) -> bool:
        """Whether an address is on a host of this source."""
        try:
            host = urlsplit(address).netloc.lower()
        except ValueError:
            return False
        return host in self._hosts or any(host.endswith(root) for root in self._roots)

    def may_list(self, address: str) -> bool:
        """Whether an address may be a page of a list: on a host of this source, or on one where the declaration begins a list."""
        return self.is_own_host(address) or urlsplit(address).netloc.lower() in self._list_hosts

    def judge(self, address: str) -> Judgement:
        """What a plain address is."""
        if not self.is_own_host(address):
            return Judgement("", f"the host {urlsplit(address).netloc} is not one of this source")
        if _any(self._are_not, address):
            return Judgement("", "the declaration excludes it")
        if _any(self._files, address):
            return Judgement("file")
        if not self._are or _any(self._are, address):
            return Judgement("article")
        return Judgement("", "the declaration does not count it as an article")

    def speaks(self, language: str) -> bool:
        """Whether the source is read in a language; an unnamed one is."""
        return not language or language.lower().partition("-")[0] in self._languages


def _compiled(expressions: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [re.compile(expression) for expression in expressions]


def _any(patterns: list[re.Pattern[str]], address: str) -> bool:
    """Whether one is found in the address, as it is sent or as a reader sees it: a declaration writes `communiqués` or Arabic."""
    read = unquote(address)
    return any(pattern.search(address) or pattern.search(read) for pattern in patterns)


def _as_addresses_have_it(host: str, port: str) -> str:
    """A declared host as plain addresses write it: with the site's own port where it says none, without a default one."""
    if _has_port(host):
        return re.sub(r":(80|443)$", "", host)
    return f"{host}:{port}" if port else host


def _has_port(host: str) -> bool:
    return bool(re.search(r":\d+$", host))
