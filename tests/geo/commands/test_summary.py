"""python -m geo summary: the keys and words that others rely on."""

from __future__ import annotations

import json

import pytest

from geo.analysis import quotation, responses, tallies
from geo.filter.filter import Filter
from geo.filter.parse import PARAMETERS
from tests.geo.analysis.test_summary import CONTRACT
from tests.geo.commands.command_line import exit_code, run

CAMPAIGN = ("--from", "2023-10-17", "--to", "2024-02-04", "--type", "attack", "--target",
            "us_coalition")  # fmt: skip


def test_summary_as_json_has_the_contracts_keys_and_works_from_the_root(root, atlas):
    done = run("summary", "--json", "--group", "kh", "--rule", "attributed", cwd=root)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert set(CONTRACT) <= set(result)
    view = Filter.parse("group=kh&rule=attributed", atlas).view(atlas)
    assert result["shown"] == view.shown
    assert result["left_out"] == dict(view.left_out)
    assert result["dataset_version"] == atlas.version
    for lull in result["lulls"]:
        assert {"start", "end", "days"} <= set(lull)
    assert done.stderr == b""


def test_summary_has_the_statistics_of_the_timeline_page(atlas, capsys):
    assert exit_code("summary", "--json", *CAMPAIGN) == 0
    out, err = capsys.readouterr()
    assert err == ""
    result = json.loads(out, parse_constant=pytest.fail)
    query = "&".join(
        f"{n.removeprefix('--')}={v}" for n, v in zip(CAMPAIGN[::2], CAMPAIGN[1::2], strict=True)
    )
    view = Filter.parse(query, atlas).view(atlas)
    assert result["sentence"] == quotation.build_quotation(view, atlas).text
    assert result["reconciliation"] == tallies.plain_comparison(
        tallies.compare_tallies(view, atlas)
    )
    assert result["responses"] == responses.plain_responses(
        responses.find_responses(view, atlas), atlas
    )
    assert [s["level"] for s in result["coverage"]].count("gap") == 2
    assert result["coverage"][0]["start"] == "2023-10-17"
    assert result["coverage"][-1]["end"] == "2024-02-04"


def test_summary_as_text_has_sentence_coverage_chains_and_gaps(atlas, capsys):
    assert exit_code("summary", *CAMPAIGN) == 0
    text = capsys.readouterr().out
    view = Filter.parse("from=2023-10-17&to=2024-02-04&type=attack&target=us_coalition", atlas)
    assert quotation.build_quotation(view.view(atlas), atlas).text in text
    assert "2023-11-13 to 2023-11-16: searched, and published counts imply" in text
    assert (
        "2024-01-28-tower22 answered on 2024-02-02, about 5 days later; counterstrikes: 9" in text
    )
    assert "This doesn't show cause and effect." in text
    assert "2024-01-29: about 165 since 2023-10-18 (US defense official); atlas: 223 (+58)" in text


def test_summary_as_text_tells_the_same_numbers(small_folder, capsys):
    assert exit_code("summary", "--data", small_folder) == 0
    text = capsys.readouterr().out
    assert text.startswith("1 of 1 incidents\n")
    assert "killed: unknown; unknown in 1 incident" in text


def test_summary_says_what_was_left_out_and_under_which_parameter(small_folder, capsys):
    assert exit_code("summary", "--data", small_folder, "--weapon", "mortar") == 0
    text = capsys.readouterr().out
    assert text.startswith("0 of 1 incidents\n  left out by weapon: 1\n")


def test_since_numbers_the_incidents_after_a_day(small_folder, capsys):
    assert exit_code("summary", "--data", small_folder, "--json", "--since", "2023-12-31") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["nth_since"]["incidents"] == [
        {"n": 1, "incident_id": "one", "date": "2024-01-01", "date_precision": "day"}
    ]


def test_an_empty_result_is_a_result(small_folder, capsys):
    assert exit_code("summary", "--data", small_folder, "--json", "--to", "1990-01-01") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["shown"], result["total"], result["left_out"]) == (0, 1, {"to": 1})


def test_every_filter_parameter_is_an_option(small_folder, capsys):
    given = {
        "from": "2024-01-01", "to": "2024-01-01", "group": "leaf", "members": "0", "rule": "any",
        "country": "Westland", "province": "WE-A", "base": "base-a", "type": "attack",
        "target": "us_coalition", "weapon": "rocket", "outcome": "unknown",
        "confirmation": "official", "precision": "town", "q": "a", "near": "0,1,5",
        "review": "checked",
    }  # fmt: skip
    assert set(given) == set(PARAMETERS)
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    assert exit_code("summary", "--data", small_folder, "--json", *options) == 0
    query = json.loads(capsys.readouterr().out)["filter"]
    for name in set(given) - {"rule"}:
        assert f"{name}=" in query


def test_a_repeated_option_means_or(small_folder, capsys):
    asked = ["--weapon", "mortar", "--weapon", "rocket"]
    assert exit_code("summary", "--data", small_folder, "--json", *asked) == 0
    assert json.loads(capsys.readouterr().out)["shown"] == 1


def test_a_southern_point_may_follow_near_as_any_value_does(small_folder, capsys):
    assert exit_code("summary", "--data", small_folder, "--json", "--near", "-0.5,1,100") == 0
