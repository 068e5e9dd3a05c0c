"""Starting the app: a free port, an answer, and an end that leaves no server behind."""

from __future__ import annotations

import socket

import pytest

from tests.scripts.loading import script

launch = script("launch")


def answers(url):
    """Return whether a server listens at an address."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


def test_a_script_answers_inside_the_context_and_not_after_it(tmp_path):
    (tmp_path / "page.py").write_text("import streamlit as st\nst.write('here')\n")
    with launch.app("page.py", checkout=tmp_path) as url:
        assert answers(url)
    assert not answers(url)


def test_a_script_that_is_not_there_ends_the_program_with_the_server_s_message(tmp_path):
    with (
        pytest.raises(SystemExit, match=r"none\.py did not start"),
        launch.app("none.py", checkout=tmp_path),
    ):
        pass


def test_a_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is in use"), launch.app(port=port):
            pass


def test_without_chromium_the_message_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="apt-get install chromium"), launch.chromium():
        pass
