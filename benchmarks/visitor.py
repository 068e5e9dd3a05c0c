"""A visitor without a browser: a WebSocket client that speaks the protocol of Streamlit 1.67.

    BackMsg(rerun_script) --> server --> ForwardMsg new_session, delta..., script_finished

Like a browser it keeps large messages, tells the server which it has, and puts them back where the
server refers to them.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from types import TracebackType

DAY_US: Final = 86_400_000_000
_COUNT: Final = re.compile(r'class="atlas-figure"><strong>([\d,]+)</strong>')
_LARGEST: Final = 200_000_000


@dataclass(frozen=True)
class Answer:
    """What came back for one move. Times in seconds from the request.

    Attributes:
        finished_s: until the script's end.
        counted_s: until the count came; None for an app without one.
        count: the number of incidents, None for an app without one.
        messages: how many messages came.
        changed: how many of them carry an element, and no reference to one that was there.
        received: their bytes, before compression.
    """

    finished_s: float
    counted_s: float | None
    count: int | None
    messages: int
    changed: int
    received: int


class Visitor:
    """One session on one page with one period slider."""

    def __init__(self, url: str, page: str = "") -> None:
        """Take the app's address and the page's path in it; nothing is sent yet."""
        self._url, self._page = url, page
        self._query, self._script = "", ""
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}
        self._runs, self._most_runs = 0, 2
        self._slider: Any = None
        self._value: list[float] = []

    async def __aenter__(self) -> Self:
        """Connect and draw the page for the first time."""
        self._socket = await websockets.connect(
            f"{self._url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")], max_size=_LARGEST,
            open_timeout=120, ping_interval=None,
        )  # fmt: skip
        self.first = await self._run()
        if self._slider is None:
            message = f"{self._url}/{self._page}: no period slider came"
            raise RuntimeError(message)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave."""
        await self._socket.close()

    async def move(self, last_day: int) -> Answer:
        """Move the end of the period to a day (days since 1970), and wait for the whole answer."""
        self._value[1] = float(last_day * DAY_US)
        return await self._run()

    async def _run(self) -> Answer:
        request = BackMsg()
        state = request.rerun_script
        state.query_string, state.page_script_hash = self._query, self._script
        state.page_name = "" if self._script else self._page
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone, state.context_info.locale = "UTC", "en"
        state.context_info.url = f"{self._url}/{self._page}"
        state.context_info.color_scheme = "light"
        if self._slider is not None:
            widget = state.widget_states.widgets.add(id=self._slider.id)
            widget.double_array_value.data.extend(self._value)
        since = time.perf_counter()
        await self._socket.send(request.SerializeToString())
        counted_s = count = None
        messages = changed = received = 0
        while True:
            data = await self._socket.recv(decode=False)
            messages, received = messages + 1, received + len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    break
                end = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                text = f"{self._url}: the script ended with {end}"
                raise RuntimeError(text)
            changed += kind == "delta" and message.delta.HasField("new_element")
            message = self._keep(message)
            self._note(message)
            if (found := self._counted(message)) is not None:
                count, counted_s = found, time.perf_counter() - since
        self._forget()
        finished_s = time.perf_counter() - since
        return Answer(finished_s, counted_s, count, messages, changed, received)

    def _keep(self, message: ForwardMsg) -> ForwardMsg:
        """Return the message, or the one that it refers to; keep it if it may be referred to."""
        if message.WhichOneof("type") == "ref_hash":
            message = self._kept[message.ref_hash][0]
        elif not message.metadata.cacheable:
            return message
        self._kept[message.hash] = message, self._runs
        return message

    def _forget(self) -> None:
        """Let go of what no run has used for as long as the server says."""
        self._runs += 1
        oldest = self._runs - self._most_runs
        self._kept = {key: kept for key, kept in self._kept.items() if kept[1] >= oldest}

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
            self._most_runs = message.new_session.config.max_cached_message_age
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "slider":
            slider = message.delta.new_element.slider
            if self._slider is None:
                self._value = list(slider.value if slider.set_value else slider.default)
            self._slider = slider
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)

    @staticmethod
    def _counted(message: ForwardMsg) -> int | None:
        if message.WhichOneof("type") != "delta":
            return None
        match = _COUNT.search(message.delta.new_element.html.body)
        return int(match[1].replace(",", "")) if match else None
