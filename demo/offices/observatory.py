"""The Border Childhood Observatory: pages that are an empty shell, a script that fills them, and the JSON that it reads."""

import json
from datetime import date, datetime
from http import HTTPStatus

from markupsafe import Markup

from demo.rendering import lines, newest_change, number_of, prose, templates
from demo.texts import Text, texts_of
from demo.web import PUBLISHING_HOUR, Answer, Asked, in_address, missing, page

POSTS_A_PAGE = 5
DAY_OF_DESIGN = date(2025, 2, 10)  # when the script and the style sheet last changed
ROBOTS = "User-agent: *\nDisallow: /account/\n"
JSON = "application/json; charset=utf-8"
FILES = {"/app.js": ("app.js", "text/javascript; charset=utf-8"), "/app.css": ("app.css", "text/css; charset=utf-8")}
VERSION_LINK = Markup('<p><a hreflang="{}" href="{}">{}</a></p>')
VIDEO = {  # on the list like any post; all that it holds is a film
    "id": 9001,
    "slug": "watch-the-road-to-boa-vista",
    "lang": "en",
    "type": "video",
    "title": "Watch: the road to Boa Vista",
    "summary": "Four minutes with a bus driver.",
    "date": "2026-05-18T09:00:00Z",
    "updated": "2026-05-18T09:00:00Z",
    "content": '<iframe src="https://video.example/4711"></iframe>',
}


class ObservatoryOffice:
    """The Observatory's site."""

    name = "observatory"

    def __init__(self, texts: tuple[Text, ...]) -> None:
        self.texts = texts
        self.templates = templates("observatory")

    def answer(self, asked: Asked) -> Answer:
        """The shell, its script, or the data."""
        texts = texts_of(self.texts, self.name, asked.day)
        if asked.path == "/robots.txt":
            return page(ROBOTS, content_type="text/plain")
        if asked.path in FILES:
            template, content_type = FILES[asked.path]
            return page(self.templates.get_template(template).render(), DAY_OF_DESIGN, content_type)
        if asked.path == "/api/posts":
            return posts(asked, texts)
        if asked.path in ("/", "/en", "/pt", "/en/about", "/pt/about"):
            return self.shell(asked)
        known = {path_of(text) for text in texts} | {f"/{VIDEO['lang']}/post/{VIDEO['slug']}"}
        if asked.path in known:
            return self.shell(asked)
        return missing(self.templates.get_template("shell.html").render(language="en"))

    def shell(self, asked: Asked) -> Answer:
        """The same empty page for every address: without the script there is nothing to read."""
        language = "pt" if asked.path.startswith("/pt") else "en"
        return page(self.templates.get_template("shell.html").render(language=language), DAY_OF_DESIGN)


def path_of(text: Text) -> str:
    """The public address of a post."""
    return f"/{text.language}/post/{text.slug}"


def posts(asked: Asked, texts: tuple[Text, ...]) -> Answer:
    """One page of posts, newest first; an empty one beyond the end."""
    number = asked.number("page", 1)
    if number < 1:
        return Answer(b'{"error": "page is counted from 1"}', HTTPStatus.UNPROCESSABLE_ENTITY, JSON)
    all_posts = sorted(
        [*(as_json(text, asked, texts) for text in texts), VIDEO], key=lambda post: str(post["date"]), reverse=True
    )
    start = (number - 1) * POSTS_A_PAGE
    data = {
        "posts": all_posts[start : start + POSTS_A_PAGE],
        "page": number,
        "pages": -(-len(all_posts) // POSTS_A_PAGE),
        "total": len(all_posts),
    }
    return page(json.dumps(data, ensure_ascii=False), newest_change(texts, asked.day), JSON)


def as_json(text: Text, asked: Asked, texts: tuple[Text, ...]) -> dict[str, object]:
    """A post as the script reads it. Its other language stands at its end, as the editors put it there by hand."""
    versions = [one for one in texts if one.news == text.news and one.language != text.language]
    links = [VERSION_LINK.format(one.language, in_address(path_of(one)), one.title) for one in versions]
    contact = [Markup("<p>{}</p>").format(lines(text.contact))] if text.contact else []
    return {
        "id": number_of(text.slug),
        "slug": text.slug,
        "lang": text.language,
        "type": text.kind,
        "title": text.title,
        "summary": text.summary,
        "date": f"{datetime.combine(text.published, PUBLISHING_HOUR):%Y-%m-%dT%H:%M:%SZ}",
        "updated": f"{datetime.combine(text.changed(asked.day), PUBLISHING_HOUR):%Y-%m-%dT%H:%M:%SZ}",
        "content": "\n".join([prose(text), *contact, *links]),
    }
