"""The tools by the Model Context Protocol, whatever the transport.

Importing this costs a second and 30 MB for the package `mcp`: import it when it is needed.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import anyio
from anyio import to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from geo.answers.receipts import as_text
from geo.answers.tools import INSTRUCTIONS, TOOLS, NoSuchToolError, answer
from geo.errors import AtlasError, shorten
from geo.utils.program import program_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server.context import ServerRequestContext
    from starlette.types import Receive, Scope, Send

    from geo.model.atlas import Atlas

_LOG: Final = logging.getLogger(__name__)
_MOST_SECONDS: Final = 20
_AT_ONCE: Final = 2
_MOST_BODY: Final = 65_536
_MOST_LINES: Final = 10
_READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_threads: Final = anyio.CapacityLimiter(_AT_ONCE)


def serve_tools(data: Callable[[], Atlas], site: str = "") -> Server[Any]:
    """Return a server of the tools.

    An answer is computed in a thread, of which a few are at work at a time, and given up after some
    seconds. What the atlas refuses is a tool's error, which a model reads and mends.

    Args:
        data: returns the atlas as its files are now; may take as long as reading them.
        site: address of the running app, before links where ATLAS_BASE_URL is not set.
    """

    async def list_tools(
        _context: ServerRequestContext[Any], _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[_described(name) for name in TOOLS])

    async def call_tool(
        _context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult:
        def compute() -> dict[str, Any]:
            return answer(params.name, params.arguments or {}, data(), site)

        try:
            with anyio.fail_after(_MOST_SECONDS):
                content = await to_thread.run_sync(
                    compute, abandon_on_cancel=True, limiter=_threads
                )
        except NoSuchToolError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from None
        except AtlasError as error:
            return _refusal(str(error))
        except TimeoutError:
            return _refusal(f"No answer within {_MOST_SECONDS} seconds. Ask again, or for less.")
        except Exception:  # noqa: BLE001 - its text may tell of this machine
            _LOG.exception("The tool %s failed", shorten(params.name))
            return _refusal("The atlas failed at this question.")
        return CallToolResult(
            content=[TextContent(type="text", text=as_text(content))], structured_content=content
        )

    return Server(
        "incident-atlas",
        version=program_version(),
        title="Incident Atlas",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(name: str) -> Tool:
    tool = TOOLS[name]
    return Tool(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        annotations=_READ_ONLY,
    )


def _refusal(message: str) -> CallToolResult:
    lines = message.split("\n")
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"and {len(lines) - _MOST_LINES} more"]
    return CallToolResult(content=[TextContent(type="text", text="\n".join(lines))], is_error=True)


async def run_stdio(server: Server[Any]) -> None:
    """Serve one client over stdin and stdout until it closes them."""
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


async def answer_http(server: Server[Any], scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one POST of streamable HTTP with JSON, and keep nothing of it.

    Each request has a manager of its own: there are no sessions that it could manage for longer.
    """
    manager = StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=_MOST_BODY
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)
