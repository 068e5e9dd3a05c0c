"""Refusals as problem details (RFC 9457), with the sentences that the pages and commands show."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from geo.errors import AtlasError, ExportError, FilterError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_JSON: Final = "application/problem+json"


class RefusedError(AtlasError):
    """A request that cannot be answered; the message says why and what to do."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what the answer says.

        Args:
            status: of the answer.
            detail: one sentence or more for people.
            headers: of the answer, such as `Allow`.
            members: further members of the problem for programs.
        """
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})
        self.members = dict(members or {})


class NoDataError(RefusedError):
    """The data folder cannot be read now."""

    def __init__(self) -> None:
        """Say so; what is wrong with the folder is for its owner alone, at /readyz."""
        super().__init__(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The data cannot be read at the moment. Try again in a minute.",
            headers={"Retry-After": "60"},
        )


def refuse_held_back(held_back: str) -> None:
    """Refuse rows that may not be passed on, all of them: a hole would be taken for a count.

    Args:
        held_back: which rows may not, in the words of `geo.export.writers.held_back`; "" for none.

    Raises:
        RefusedError: some rows may not (403).
    """
    if held_back:
        message = (
            f"{held_back}. No row is served then: leave them out with the filter, or ask who runs "
            "this atlas."
        )
        raise RefusedError(HTTPStatus.FORBIDDEN, message)


def problem_response(error: AtlasError) -> JSONResponse:
    """Return an error as problem details.

    Args:
        error: a `RefusedError`; a `FilterError` gives 400 and a member `problems`, one object per
            parameter with `parameter`, `value`, `message`, `closest`; an `ExportError`, rows that
            may not be passed on, gives 403; any other is the request's fault, 400.
    """
    refused = error if isinstance(error, RefusedError) else _refused(error)
    content = {
        "type": "about:blank",
        "title": refused.status.phrase,
        "status": refused.status.value,
        "detail": str(refused),
        **refused.members,
    }
    return JSONResponse(content, refused.status, refused.headers, PROBLEM_JSON)


def _refused(error: AtlasError) -> RefusedError:
    if isinstance(error, FilterError):
        problems = [
            {"parameter": p.parameter, "value": p.value, "message": p.message,
             "closest": list(p.closest)}
            for p in error.problems
        ]  # fmt: skip
        return RefusedError(HTTPStatus.BAD_REQUEST, str(error), members={"problems": problems})
    is_held_back = isinstance(error, ExportError)
    status = HTTPStatus.FORBIDDEN if is_held_back else HTTPStatus.BAD_REQUEST
    return RefusedError(status, str(error))
