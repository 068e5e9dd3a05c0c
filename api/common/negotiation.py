"""The format of an answer: the parameter `f`, or what the client accepts (RFC 9110, 12.5.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from api.common.refusals import RefusedError
from geo.errors import FilterError, FilterProblem, closest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

FORMAT: Final = "f"
# Clients that ask for JSON want what is JSON under a name of its own, too.
_JSON: Final = "application/json"


def choose_format(request: Request, given: str | None, offered: Mapping[str, str]) -> str:
    """Return which of the formats on offer answers a request.

    Args:
        request: what the client accepts.
        given: the value of the parameter `f`, which comes before that; None for none.
        offered: media types by the name of the format, the best first.

    Raises:
        FilterError: there is no such format.
        RefusedError: the client accepts none of them (406).
    """
    if given is not None:
        if given in offered:
            return given
        message = f"unknown; allowed are {', '.join(offered)}"
        raise FilterError([FilterProblem(FORMAT, given, message, closest(given, offered))])
    accepted = _read_accept(request.headers.get("accept", "*/*"))
    quality = {name: _quality(media_type, accepted) for name, media_type in offered.items()}
    best = max(quality, key=lambda name: quality[name])
    if not quality[best]:
        message = (
            f"This address answers with {', '.join(dict.fromkeys(offered.values()))}; "
            "the request accepts none of them."
        )
        members = {"offered": list(dict.fromkeys(offered.values()))}
        raise RefusedError(HTTPStatus.NOT_ACCEPTABLE, message, members=members)
    return best


def _read_accept(header: str) -> list[tuple[str, float]]:
    """Return media ranges with their weights; an empty header accepts everything."""
    ranges = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((p[2:] for p in parameters if p.lower().startswith("q=")), "1")
        try:
            ranges.append((name.lower(), float(weight)))
        except ValueError:
            continue
    return [r for r in ranges if r[0]] or [("*/*", 1.0)]


def _quality(media_type: str, accepted: list[tuple[str, float]]) -> float:
    """Return the weight that the most specific range gives to a media type."""
    plain = media_type.split(";", maxsplit=1)[0]
    names = [
        plain,
        *([_JSON] if plain.endswith("+json") else []),
        f"{plain.split('/')[0]}/*",
        "*/*",
    ]
    weights = dict(reversed(accepted))
    return next((weights[name] for name in names if name in weights), 0.0)
