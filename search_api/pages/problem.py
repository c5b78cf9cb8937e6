"""The page that says what went wrong, and where to go from there."""

from fastapi.responses import HTMLResponse

from search_api.pages.rendering import page


def problem_page(status: int, title: str, detail: str, headers: dict[str, str]) -> HTMLResponse:
    """An error in words."""
    return page("problem.html", status, headers, title=title, detail=detail)
