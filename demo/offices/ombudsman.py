"""The Commissioner for Human Rights: a WordPress in two languages, with its feed, its REST interface and full sidebars."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from demo.rendering import feed_date, newest_change, number_of, prose, templates
from demo.texts import Text, texts_of
from demo.web import PUBLISHING_HOUR, Answer, Asked, in_address, missing, moved, page

POSTS_A_PAGE = 5
POSTS_IN_FEED = 10
LARGEST_PAGE = 100  # posts, as WordPress allows
DAY_OF_DESIGN = date(2022, 3, 1)  # when the style sheet last changed
ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
JSON = "application/json; charset=UTF-8"
PERMALINK = re.compile(r"^(?:/(?P<language>az|en))?/(?P<day>\d{4}/\d{2}/\d{2})/(?P<slug>[^/]+)(?P<slash>/?)$")
NUMBERED = re.compile(r"^/(?:(az|en)/)?(?:category/[a-z]+/)?(?:page/(\d+)/)?$")
NO_SUCH_PAGE = {
    "code": "rest_post_invalid_page_number",
    "message": "The page number requested is larger than the number of pages available.",
    "data": {"status": 400},
}
WIDGETS = 4  # posts in the sidebar's box


@dataclass(frozen=True)
class LostPost:
    """A post that the lists still have, whose address redirects in a circle since it was renamed twice."""

    title: str = "Commissioner presents Annual Report for 2025 to Parliament"
    published: date = date(2026, 4, 30)
    path: str = "/en/2026/04/30/commissioner-presents-annual-report-for-2025/"
    other_path: str = "/en/2026/04/30/commissioner-presents-annual-report-for-2025-2/"


LOST = LostPost()


class OmbudsmanOffice:
    """The Commissioner's site."""

    name = "ombudsman"

    def __init__(self, texts: tuple[Text, ...]) -> None:
        self.texts = texts
        self.templates = templates("ombudsman")

    def answer(self, asked: Asked) -> Answer:
        """The page, feed or data at an address."""
        texts = texts_of(self.texts, self.name, asked.day)
        match asked.path:
            case "/robots.txt":
                return page(ROBOTS, content_type="text/plain")
            case "/wp-content/themes/press/style.css":
                css = self.templates.get_template("style.css").render()
                return page(css, DAY_OF_DESIGN, "text/css; charset=utf-8")
            case "/feed/":
                return self.feed(asked, texts)
            case "/wp-json/wp/v2/posts":
                return posts_as_json(asked, texts)
            case "/contact/" | "/en/contact/" | "/az/contact/":
                return page(self.templates.get_template("contact.html").render(self.frame("en", asked)))
            case LOST.path:
                return moved(LOST.other_path)
            case LOST.other_path:
                return moved(LOST.path)
        if found := PERMALINK.match(asked.path):
            return self.post(found.groupdict(), asked, texts)
        if found := NUMBERED.match(asked.path):
            return self.listing(found.group(1) or "az", int(found.group(2) or 1), asked, texts)
        return self.not_found(asked)

    def post(self, found: Mapping[str, str | None], asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """A post at its address, or at the older form with `?lang=` that the feed still gives."""
        language = found["language"] or asked.query.get("lang", "az")
        for text in texts:
            if (text.language, f"{text.published:%Y/%m/%d}", text.slug) == (language, found["day"], found["slug"]):
                if not found["slash"]:
                    return moved(f"{asked.path}/")
                others = [
                    one
                    for one in texts_of(self.texts, self.name, 1)
                    if one.language == language and one.slug != text.slug
                ]
                html = self.templates.get_template("post.html").render(
                    self.frame(language, asked),
                    text=text,
                    path=path_of(text),
                    versions=[(one.language, path_of(one)) for one in texts if one.news == text.news],
                    modified=text.changed(asked.day),
                    related=[(path_of(one), one) for one in others[-2:]],
                )
                return page(html, text.changed(asked.day))
        return self.not_found(asked)

    def listing(self, language: str, number: int, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """A page of the blog, newest first; 404 beyond its end, as in WordPress."""
        own = [text for text in texts if text.language == language]
        shown = own[(number - 1) * POSTS_A_PAGE : number * POSTS_A_PAGE]
        if not shown:
            return self.not_found(asked)
        html = self.templates.get_template("listing.html").render(
            self.frame(language, asked),
            posts=[(path_of(text), text) for text in shown],
            next_path=f"/{language}/page/{number + 1}/" if number * POSTS_A_PAGE < len(own) else "",
        )
        return page(html, newest_change(own, asked.day))

    def feed(self, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """RSS of the newest posts, with the addresses that the feed's plug-in makes."""
        newest = texts[:POSTS_IN_FEED]
        xml = self.templates.get_template("feed.xml").render(
            site=asked.site,
            posts=[(feed_address(text), number_of(text.slug), text) for text in newest],
            built=feed_date(newest_change(newest, asked.day) or DAY_OF_DESIGN),
        )
        return page(xml, newest_change(newest, asked.day), "application/rss+xml; charset=UTF-8")

    def frame(self, language: str, asked: Asked) -> dict[str, object]:
        """What every page shows. The sidebar's box is filled once a week: it is the same on both of the demo's days."""
        latest = [text for text in texts_of(self.texts, self.name, 1) if text.language == language][:WIDGETS]
        return {"language": language, "site": asked.site, "latest": [(path_of(text), text) for text in latest]}

    def not_found(self, asked: Asked) -> Answer:
        """The theme's page for what is not there."""
        return missing(self.templates.get_template("missing.html").render(self.frame("az", asked)))


def path_of(text: Text) -> str:
    """The permanent address of a post."""
    return f"/{text.language}/{text.published:%Y/%m/%d}/{text.slug}/"


def feed_address(text: Text) -> str:
    """Address of a post in the feed: Azerbaijani ones marked for statistics, English ones in the form of the old language plug-in."""
    if text.language == "az":
        return f"{path_of(text)}?utm_source=rss&utm_medium=feed"
    return f"{path_of(text).removeprefix('/en')}?lang={text.language}"


def posts_as_json(asked: Asked, texts: tuple[Text, ...]) -> Answer:
    """One page of posts as WordPress's REST interface gives them; 400 beyond the last page."""
    per_page = min(max(asked.number("per_page", 10), 1), LARGEST_PAGE)
    number = max(asked.number("page", 1), 1)
    posts = [as_json(text, asked) for text in texts] + [lost_post_as_json(asked)]
    posts.sort(key=lambda post: str(post["date"]), reverse=True)
    posts = [post for post in posts if asked.query.get("lang", post["lang"]) == post["lang"]]
    pages = -(-len(posts) // per_page)
    if number > pages:
        return Answer(json.dumps(NO_SUCH_PAGE).encode(), HTTPStatus.BAD_REQUEST, JSON)
    totals = (("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(pages)))
    body = json.dumps(posts[(number - 1) * per_page : number * per_page], ensure_ascii=False).encode()
    return Answer(body, content_type=JSON, changed=newest_change(texts, asked.day), headers=totals)


def as_json(text: Text, asked: Asked) -> dict[str, object]:
    """A post as WordPress writes it."""
    written = datetime.combine(text.published, PUBLISHING_HOUR)
    changed = datetime.combine(text.changed(asked.day), PUBLISHING_HOUR)
    return {
        "id": number_of(text.slug),
        "date": f"{written:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{written:%Y-%m-%dT%H:%M:%S}",
        "modified": f"{changed:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{changed:%Y-%m-%dT%H:%M:%S}",
        "slug": text.slug,
        "status": "publish",
        "type": "post",
        "link": asked.site + in_address(path_of(text)),
        "title": {"rendered": text.title.replace("&", "&#038;").replace("’", "&#8217;")},
        "content": {"rendered": str(prose(text)), "protected": False},
        "excerpt": {"rendered": f"<p>{text.summary} [&hellip;]</p>", "protected": False},
        "lang": text.language,
    }


def lost_post_as_json(asked: Asked) -> dict[str, object]:
    """The post that the lists still have."""
    moment = f"{datetime.combine(LOST.published, PUBLISHING_HOUR):%Y-%m-%dT%H:%M:%S}"
    return {
        "id": number_of(LOST.path),
        "date": moment,
        "date_gmt": moment,
        "modified": moment,
        "modified_gmt": moment,
        "slug": LOST.path.rstrip("/").rpartition("/")[2],
        "status": "publish",
        "type": "post",
        "link": asked.site + LOST.path,
        "title": {"rendered": LOST.title},
        "content": {"rendered": "", "protected": False},
        "excerpt": {"rendered": "", "protected": False},
        "lang": "en",
    }
