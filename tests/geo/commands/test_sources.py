"""python -m geo sources: exit codes and lines."""

from __future__ import annotations

from tests.geo.commands.command_line import exit_code
from tests.geo.folders import rows_of, write_rows
from tests.geometry import incident, world, write_folder


def test_sources_counts_and_with_check_lists_each_row(tmp_path, capsys):
    folder = write_folder(tmp_path / "small", world(incidents=[incident("one"), incident("two")]))
    assert exit_code("sources", "--data", folder) == 0
    counted = capsys.readouterr().out.splitlines()
    assert "incidents.csv: one source: 2 of 2 (100\N{NARROW NO-BREAK SPACE}%)" in counted
    assert counted[-1].startswith("2024: two or more independent sources: 0 of 2")
    assert exit_code("sources", "--check", "--data", folder) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[-len(counted) :] == counted
    assert "incidents.csv: two: one source: A Paper" in listed
    assert "sources.csv: s2: no date of publication: Another" in listed


def test_an_incident_without_a_source_is_a_fault(tmp_path, capsys):
    folder = write_folder(tmp_path / "bare", world())
    links = folder / "incident_sources.csv"
    write_rows(links, rows_of(links)[:1])
    assert exit_code("sources", "--data", folder) == 0
    assert exit_code("sources", "--check", "--data", folder) == 1
    assert "incidents.csv: one: no source\n" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path, capsys):
    assert exit_code("sources", "--data", tmp_path / "nothing") == 2
    assert "there is no such folder" in capsys.readouterr().err
