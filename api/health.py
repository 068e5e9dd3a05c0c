"""Is the server alive, and has it data to show: /healthz and /readyz, for a supervisor or proxy."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


class Readiness(NamedTuple):
    """The version of the data that are shown, None for none, and what is wrong with the folder."""

    version: str | None
    trouble: tuple[str, ...]


def health_routes(readiness: Callable[[], Readiness]) -> list[Route]:
    """Return the two addresses.

    Args:
        readiness: tells how the data are now; may take as long as reading them.
    """

    async def healthz(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> JSONResponse:
        version, trouble = await run_in_threadpool(readiness)
        content = {"ready": version is not None, "version": version, "trouble": trouble}
        status = HTTPStatus.OK if version else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(content, status, {"Cache-Control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
