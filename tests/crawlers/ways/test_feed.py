"""Feeds as they come: RSS of all ages, Atom, broken ones, and ones that mean harm."""

from datetime import date

import pytest

from crawlers.declaration import FeedWay
from crawlers.ways import feed
from crawlers.ways.reading import Page, Reading, UnreadablePageError

RSS = """\n<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Office</title><link>https://office.example/</link><language>fr-FR</language>
<item><title>L&amp;#8217;enfant &amp;amp; la fronti&amp;egrave;re</title><link>https://office.example/a/</link>
 <pubDate>Tue, 03 Mar 2026 23:30:00 +0200</pubDate><description>&lt;p&gt;Un &lt;b&gt;r&#233;sum&#233;&lt;/b&gt;&lt;/p&gt;</description></item>
<item><title>B</title><guid isPermaLink="true">https://office.example/b/</guid><dc:date>2026-03-01T10:00:00Z</dc:date></item>
<item><title>no address</title><guid isPermaLink="false">tag:x</guid></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><link rel="next" href="/feed?page=2"/>
<entry xml:lang="es"><title type="html">Uno</title><link rel="self" href="/self"/><link rel="alternate" href="/uno"/>
<updated>2026-03-05T00:00:00Z</updated><published>2026-03-04T00:00:00Z</published></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel/><item><title>Old</title><link>https://office.example/old</link></item></rdf:RDF>"""


def read(xml: str | bytes) -> Reading:
    way = FeedWay(way="feed", addresses=("/feed/",))
    return feed.read(way, Page(xml.encode() if isinstance(xml, str) else xml, "https://office.example/feed/"))


def test_rss_gives_address_title_date_language_and_summary() -> None:
    first, second = read(RSS).found
    assert first.address == "https://office.example/a/"
    assert (first.hints.title, first.hints.language) == ("L’enfant & la frontière", "fr-FR")
    assert first.hints.published_day == date(2026, 3, 3), "the day as the office wrote it, not as UTC has it"
    assert first.hints.summary == "Un résumé"
    assert (second.address, second.hints.published_day) == ("https://office.example/b/", date(2026, 3, 1))


def test_atom_prefers_the_page_and_the_day_of_publication() -> None:
    reading = read(ATOM)
    assert reading.next_address == "https://office.example/feed?page=2"
    (entry,) = reading.found
    assert (entry.address, entry.hints.language) == ("https://office.example/uno", "es")
    assert entry.hints.published_day == date(2026, 3, 4)


def test_rss_one_is_read_too() -> None:
    assert [item.address for item in read(RDF).found] == ["https://office.example/old"]


def test_a_broken_feed_gives_what_is_whole_in_it() -> None:
    broken = RSS.replace("B</title>", "Food & water &nbsp; here</title>")[:-30]
    assert [item.address for item in read(broken).found][:1] == ["https://office.example/a/"]


@pytest.mark.parametrize("body", ["", "   ", "<html><body>Just a moment…</body></html>", "{}", "\x00\xff"])
def test_what_is_no_feed_is_said_to_be_none(body: str) -> None:
    with pytest.raises(UnreadablePageError, match=r"not XML|no feed"):
        read(body)


def test_entities_are_not_expanded_and_the_feed_is_refused() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]><rss><channel><item><title a="&e9;">&e9;</title></item></channel></rss>'
    with pytest.raises(UnreadablePageError):
        read(bomb)
    with pytest.raises(UnreadablePageError):
        read(bomb.encode("utf-16"))


def test_files_of_this_machine_cannot_be_read_through_a_feed() -> None:
    with pytest.raises(UnreadablePageError, match="entities"):
        read(
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><link>&x;</link></item></channel></rss>'
        )


def test_the_doctype_of_old_rss_is_no_entity() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert len(read(doctype + RSS.partition("?>")[2]).found) == 2
