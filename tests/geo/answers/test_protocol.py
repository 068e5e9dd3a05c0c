"""The tools as a client of the Model Context Protocol finds them, in memory and over stdio."""

from __future__ import annotations

import ast
import json
import re
import sys
import time

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from geo.answers import protocol
from geo.answers.tools import TOOLS, answer
from geo.filter.parse import PARAMETERS
from tests.geo.commands.command_line import exit_code


def ask(server, *questions, mode="auto"):
    """The results of questions to a server, or to a transport, and the tools that it names."""

    async def talk():
        async with Client(server, mode=mode) as client:
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, given) for name, given in questions]

    return anyio.run(talk)


def text_of(result):
    (content,) = result.content
    return content.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_is_told_of_the_tools_and_gets_their_answers_twice(mode, atlas):
    server = protocol.serve_tools(lambda: atlas, "https://atlas.example")
    question = ("count", {"group": ["kh"]})
    tools, (counted, refused) = ask(
        server, question, ("count", {"group": ["nujabah"], "weapon": ["rokcet"]}), mode=mode
    )
    assert [tool.name for tool in tools] == list(TOOLS)
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert tools[0].input_schema == TOOLS["count"].schema
    assert counted.structured_content == json.loads(text_of(counted))
    assert counted.structured_content == answer(*question, atlas, "https://atlas.example")
    assert not counted.is_error
    assert refused.is_error
    assert refused.structured_content is None
    assert text_of(refused).count("closest: ") == 2


def test_a_long_refusal_is_cut(atlas):
    question = ("count", {f"no{n}": "" for n in range(40)})
    _, (refused,) = ask(protocol.serve_tools(lambda: atlas), question)
    assert len(text_of(refused).split("\n")) == 11
    assert text_of(refused).endswith("\nand 30 more")


def test_a_failure_says_nothing_of_the_machine_to_the_client_and_all_to_the_log(caplog):
    def fail():
        message = "/home/somebody/secret"
        raise ValueError(message)

    _, (failed,) = ask(protocol.serve_tools(fail), ("count", {}), mode="legacy")
    assert failed.is_error
    assert text_of(failed) == "The atlas failed at this question."
    assert "/home/somebody/secret" in caplog.text


def test_an_answer_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(protocol, "_MOST_SECONDS", 0.05)
    _, (late,) = ask(protocol.serve_tools(lambda: time.sleep(0.3)), ("count", {}))
    assert late.is_error
    assert text_of(late).startswith("No answer within")


def test_the_command_answers_over_stdio_as_the_docs_configure_it(root, tmp_path, atlas):
    (block,) = re.findall(r"```json\n(.*?)```", (root / "docs" / "mcp.md").read_text(), re.DOTALL)
    configured = json.loads(block.replace("/srv/incident-atlas", str(root)))
    command = configured["mcpServers"]["incident-atlas"] | {"command": sys.executable}
    server = stdio_client(StdioServerParameters(**command, cwd=tmp_path))
    _, (counted,) = ask(server, ("count", {"group": "kh"}))
    assert counted.structured_content == answer(
        "count", {"group": "kh"}, atlas, "http://localhost:8501"
    )


def test_the_command_says_that_there_is_no_such_folder(tmp_path, capsys):
    assert exit_code("mcp", "--data", tmp_path / "none") == 2
    assert "none" in capsys.readouterr().err


def test_a_server_and_the_other_commands_start_without_the_package(root):
    """It would cost each of them a second and 30 MB."""
    importing = {
        path.relative_to(root).as_posix()
        for room in ("api", "geo")
        for path in (root / room).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and re.search(r"^(import|from) mcp\b|geo\.answers(\.| import )protocol", ast.unparse(node))
    }
    assert importing == {"geo/answers/protocol.py"}


def test_the_docs_name_every_tool_and_parameter(root):
    text = (root / "docs" / "mcp.md").read_text()
    for name, tool in TOOLS.items():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", text, re.MULTILINE)
        assert all(f"`{argument}`" in row for argument in tool.own)
    assert ", ".join(f"`{name}`" for name in PARAMETERS) in " ".join(text.split())
