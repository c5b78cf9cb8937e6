"""GET /api/v1/articles/… and /api/v1/stories/…: all that is known of one article, or of one piece of news."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from processing.catalogue.article_details import (
    ArticleDetails,
    Member,
    article_details,
    links_within,
    story_members,
)
from processing.catalogue.stories import current_ids
from processing.catalogue.tables import Attachment, Version
from search_api.alerts.corrections import changed_passages, correction
from search_api.citation import citation
from search_api.http.errors import NotThereError, WithdrawnError
from search_api.http.service import Here
from search_api.http.shapes import (
    AddressShape,
    ArticleShape,
    AttachmentShape,
    ChangeShape,
    CitationShape,
    HitShape,
    LinkShape,
    MemberShape,
    RecordShape,
    StoryArticleShape,
    StoryShape,
    TagShape,
    VersionShape,
)
from search_api.story_reasons import member_reason, reason

router = APIRouter(tags=["articles"])

MOST_CHANGES = 100  # of one version; both versions are there whole

MOST_SIMILAR = 50


@router.get("/articles/{article_id}", summary="One article", responses={404: {}, 410: {}})
def article(here: Here, article_id: str) -> ArticleShape:
    """Text, versions, evidence of title, date and language, addresses, tags, archive records, and the rest of its story.

    410 with the citation and nothing else when its publisher has taken it down.
    """
    return article_shape(found_article(here, article_id))


@router.get("/articles/{article_id}/similar", summary="Articles like it", responses={404: {}, 410: {}})
async def similar(
    here: Here, article_id: str, size: Annotated[int, Query(ge=1, le=MOST_SIMILAR)] = 10
) -> tuple[HitShape, ...]:
    """Articles of other stories and of its language that have most of the words that tell it from the rest, the most similar first."""
    await asyncio.to_thread(found_article, here, article_id)
    return tuple(map(HitShape.model_validate, await here.engine.asimilar(article_id, size)))


@router.get("/stories/{story_id}", summary="One piece of news", responses={404: {}})
def story(here: Here, story_id: str) -> StoryShape:
    """Its articles: the first one, its copies on other sites and its language versions; and why they are one story.

    An id that it had before it was joined with another, or was split, is answered with the story of today.
    """
    with here.catalogue.reading() as session:
        current = current_ids(session, [story_id]).get(story_id, story_id)
        members = story_members(session, current)
        links = links_within(session, [member.id for member, _ in members])
    if not members:
        raise NotThereError(f"There is no story {story_id[:40]}, and there was none.")
    return StoryShape(
        story_id=current,
        articles=tuple(
            StoryArticleShape(
                article_id=member.id,
                title=member.title,
                language=member.language,
                source=member.source,
                publisher=publisher,
                address=member.address,
                published=member.published,
                withdrawn=member.withdrawn_at is not None,
            )
            for member, publisher in members
        ),
        links=tuple(
            LinkShape(
                left_id=link.left_id,
                right_id=link.right_id,
                reason=link.reason,
                why=reason(link.reason, link.evidence),
                evidence=link.evidence,
            )
            for link in links
        ),
    )


def found_article(here: Here, article_id: str) -> ArticleDetails:
    """The article of this id. Raises `NotThereError`, and `WithdrawnError` when it has been taken down."""
    with here.catalogue.reading() as session:
        details = article_details(session, article_id)
    if details is None or not details.versions:
        raise NotThereError(f"There is no article {article_id[:40]}.")
    if details.article.withdrawn_at is not None:
        raise WithdrawnError(
            f"Its publisher took this article down; we saw that on {details.article.withdrawn_at:%Y-%m-%d}. "
            "Its text is not shown any more, only its citation.",
            CitationShape.model_validate(citation(details)).model_dump(mode="json"),
        )
    return details


def article_shape(details: ArticleDetails) -> ArticleShape:
    """An article as the API gives it."""
    row, newest = details.article, details.versions[0]
    return ArticleShape(
        article_id=row.id,
        story_id=row.story_id,
        source=row.source,
        publisher=details.publisher,
        kind=row.kind,
        title=newest.title,
        language=row.language,
        language_sure=row.language_sure,
        declared_language=row.declared_language,
        languages=row.languages,
        published=row.published,
        published_precision=row.published_precision,
        date_uncertain=row.published_uncertain or row.published is None,
        text_status=row.text_status,
        text=newest.text,
        contact=newest.contact,
        first_captured_at=row.first_captured_at,
        last_captured_at=row.last_captured_at,
        revision=row.revision,
        citation=CitationShape.model_validate(citation(details)),
        evidence=row.evidence,
        addresses=tuple(map(AddressShape.model_validate, details.addresses)),
        versions=tuple(
            version_shape(version, before, row.language)
            for version, before in zip(details.versions, [*details.versions[1:], None], strict=True)
        ),
        attachments=tuple(map(attachment_shape, details.attachments)),
        tags=tuple(map(TagShape.model_validate, details.tags)),
        others=tuple(member_shape(member, row.id) for member in details.others),
        held_apart=tuple(member_shape(member, row.id) for member in details.apart),
    )


def version_shape(version: Version, before: Version | None, language: str) -> VersionShape:
    """A version as the API gives it, with what it changed in the one before it."""
    changes = changed_passages(before.text, version.text) if before else []
    return VersionShape(
        number=version.number,
        captured_at=version.captured_at,
        title=version.title,
        text=version.text,
        contact=version.contact,
        sha256=version.digest,
        record=RecordShape(file=version.archive_file, record_id=version.record_id, offset=version.record_offset),
        was_title=before.title if before and before.title != version.title else "",
        changes=tuple(map(ChangeShape.model_validate, changes[:MOST_CHANGES])),
        corrects=before is not None and correction(before, version, language) is not None,
    )


def attachment_shape(file: Attachment) -> AttachmentShape:
    """An attachment as the API gives it."""
    return AttachmentShape(
        address=file.address,
        title=file.title,
        text=file.text,
        captured_at=file.captured_at,
        sha256=file.digest,
        record=RecordShape(file=file.archive_file, record_id=file.record_id, offset=file.record_offset),
    )


def member_shape(member: Member, article_id: str) -> MemberShape:
    """Another article as the API gives it, seen from article `article_id`."""
    return MemberShape(
        article_id=member.article.id,
        title=member.article.title,
        language=member.article.language,
        source=member.article.source,
        publisher=member.publisher,
        address=member.article.address,
        published=member.article.published,
        withdrawn=member.article.withdrawn_at is not None,
        reason=member.reason,
        why=member_reason(member, article_id),
        evidence=member.evidence,
    )
