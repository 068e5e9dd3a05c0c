"""A visitor without a browser: speaks Streamlit's protocol with a running server.

    with Uploader(url) as visitor:
        visitor.upload("own_upload_0", "mine.csv", data)
        visitor.press("own_convert")

For tests and benchmarks of the server. Widgets are named by the keys that the app gives them.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
import uuid
from contextlib import ExitStack
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

if TYPE_CHECKING:
    from types import TracebackType

    from streamlit.proto.WidgetStates_pb2 import WidgetState

_XSRF: Final = "_streamlit_xsrf"
_WIDGET: Final = re.compile(r"\$\$ID-[0-9a-f]+-(.+)")
# A run that asks for another one goes on in that.
_FINISHED: Final = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
_PATIENCE_S: Final = 120.0


class Uploader:
    """One session of the app.

    `words` is all that the last run has sent, as one text, and `seconds` how long it took; `ids`
    are the ids of the widgets that have come, by their keys.
    """

    def __init__(
        self, url: str, page: str = "your-data", *, session: str = "",
        patience_s: float = _PATIENCE_S,
    ) -> None:  # fmt: skip
        """Open a page and wait until it is drawn.

        Args:
            url: the address of the server.
            page: the page's path.
            session: the id of a session whose connection was lost, to come back to it.
            patience_s: how long a run may take.
        """
        self.url, self.page, self.patience_s = url, page, patience_s
        self.words, self.seconds, self.session = "", 0.0, ""
        self.ids: dict[str, str] = {}
        self._uploaders: dict[str, WidgetState] = {}
        self._xsrf = _cookie(url)
        socket = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._open = ExitStack()
        connecting = connect(
            socket, origin=url, subprotocols=["streamlit", self._xsrf, *filter(None, [session])],
            additional_headers={"Cookie": f"{_XSRF}={self._xsrf}"}, max_size=None,
        )  # fmt: skip
        self._socket: ClientConnection = self._open.enter_context(connecting)
        self.run()

    def __enter__(self) -> Self:
        """Return the visitor."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """Leave."""
        self.close()

    def close(self) -> None:
        """Leave, as who closes the page does."""
        self._open.close()

    def run(self, *changed: WidgetState) -> str:
        """Ask for a run with some widgets changed, wait for its end, and return `words`.

        Raises:
            TimeoutError: the run does not end in time.
        """
        begun = time.monotonic()
        self._ask(*changed)
        self._wait(begun + self.patience_s)
        self.seconds = time.monotonic() - begun
        return self.words

    def press(self, key: str) -> str:
        """Press the button with this key, and wait."""
        state = self._state(key)
        state.trigger_value = True
        return self.run(state)

    def upload(self, key: str, name: str, data: bytes) -> str:
        """Hand a file to the uploader with this key, and wait."""
        file_id, code = self.put(name, data)
        if code >= 400:  # noqa: PLR2004 - what HTTP calls an error
            return f"refused: {code}"
        state = self._state(key)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = file_id, name, len(data)
        path = f"/_stcore/upload_file/{self.session}/{file_id}"
        info.file_urls.file_id = file_id
        info.file_urls.upload_url = info.file_urls.delete_url = path
        self._uploaders[key] = state
        return self.run()

    def put(self, name: str, data: bytes) -> tuple[str, int]:
        """Send a file and tell no widget of it; return its id and the HTTP status."""
        file_id, edge = str(uuid.uuid4()), uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}/_stcore/upload_file/{self.session}/{file_id}",
            data=head.encode() + data + f"\r\n--{edge}--\r\n".encode(), method="PUT",
            headers={"Content-Type": f"multipart/form-data; boundary={edge}",
                     "X-Xsrftoken": self._xsrf, "Cookie": f"{_XSRF}={self._xsrf}"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=self.patience_s) as response:  # noqa: S310
                return file_id, response.status
        except urllib.error.HTTPError as error:
            with error:
                return file_id, error.code

    def _state(self, key: str) -> WidgetState:
        state: WidgetState = BackMsg().rerun_script.widget_states.widgets.add()
        state.id = self.ids[key]
        return state

    def _ask(self, *changed: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend([*self._uploaders.values(), *changed])
        message.rerun_script.context_info.url = f"{self.url}/{self.page}"
        self._socket.send(message.SerializeToString())

    def _wait(self, end: float) -> None:
        parts = []
        while True:
            data = self._socket.recv(timeout=max(0.0, end - time.monotonic()))
            message = ForwardMsg()
            message.ParseFromString(data)
            parts.append(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session = message.new_session.initialize.session_id
            elif kind == "delta":
                self._note_widget(message)
            elif kind == "script_finished" and message.script_finished in _FINISHED:
                self.words = b"".join(parts).decode("utf-8", "replace")
                return

    def _note_widget(self, message: ForwardMsg) -> None:
        """Remember the id of a widget that has a key."""
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        widget = getattr(getattr(element, kind), "id", "") if kind else ""
        if match := _WIDGET.fullmatch(widget):
            self.ids[match[1]] = widget


def _cookie(url: str) -> str:
    """Return the token against forged requests that the server gives a visitor."""
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=30) as response:  # noqa: S310
        cookies = SimpleCookie(response.headers.get("Set-Cookie", ""))
    return cookies[_XSRF].value if _XSRF in cookies else urlsplit(url).netloc
