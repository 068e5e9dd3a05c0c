import asyncio

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from ui.runtime.visitor_messages import VisitorMessages

NEEDED = [
    BackMsg(rerun_script=ClientState(query_string="group=kh")),
    BackMsg(stop_script=True),
    BackMsg(app_heartbeat=True),
    BackMsg(backend_operation_request=BackendOperationRequest(deferred_file={})),
    BackMsg(backend_operation_request=BackendOperationRequest(dataframe_chunk={})),
]
REFUSED = {
    "clear_cache": BackMsg(clear_cache=True),
    "load_git_info": BackMsg(load_git_info=True),
    "set_run_on_save": BackMsg(set_run_on_save=True),
    "debug_shutdown_runtime": BackMsg(debug_shutdown_runtime=True),
    "install_skills": BackMsg(
        backend_operation_request=BackendOperationRequest(install_skills={})
    ),
}  # fmt: skip


def passed_on(*frames, kind="websocket"):
    """What of a connection's messages an application receives."""
    waiting = [{"type": "websocket.receive", "bytes": frame} for frame in frames]
    waiting.append({"type": "websocket.disconnect"})
    received = []

    async def app(scope, receive, send):
        while not received or received[-1]["type"] != "websocket.disconnect":
            received.append(await receive())

    async def receive():
        return waiting.pop(0)

    asyncio.run(VisitorMessages(app)({"type": kind}, receive, None))
    return [message["bytes"] for message in received[:-1]]


def test_what_pages_need_passes_and_so_does_what_streamlit_itself_refuses():
    frames = [*(m.SerializeToString() for m in NEEDED), b"", b"\xff no message"]
    assert passed_on(*frames) == frames


def test_nothing_else_does_and_the_log_says_what(caplog):
    frames = [m.SerializeToString() for m in REFUSED.values()]
    assert passed_on(*frames) == []
    for name in REFUSED:
        assert f"Refused a visitor's message: {name}" in caplog.text


def test_every_message_of_streamlit_is_either_needed_or_refused():
    operations = set(BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields)
    messages = set(BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields)
    assert {f.name for f in messages} == {
        "rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "clear_cache",
        "load_git_info", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime",
        "backend_operation_request",
    }  # fmt: skip
    assert {f.name for f in operations} == {
        "deferred_file", "dataframe_chunk", "install_skills", "dismiss_skills_nudge"
    }  # fmt: skip
