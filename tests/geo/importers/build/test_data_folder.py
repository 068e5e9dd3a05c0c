"""The folder that comes out: whole or not at all, the same for the same file, and usable."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from geo import importers
from geo.__main__ import main
from geo.analysis import places
from geo.cartography import symbology
from geo.errors import ImportRefusedError
from geo.io import catalog
from maps import legend
from tests.geo.importers.files import acled, acled_csv, plain, plain_csv, ucdp, ucdp_csv


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file to import."""

    def write(data, name="in.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def contents(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


@pytest.mark.parametrize(
    "data",
    [acled_csv(acled()), ucdp_csv(ucdp()), plain_csv(plain())],
    ids=["acled", "ucdp", "plain"],
)
def test_from_the_command_line_to_validate_and_summary(data, file, tmp_path, capsys):
    out = tmp_path / "made" / "out"
    assert main(["import", "--schema", "auto", str(file(data)), "--out", str(out)]) == 0
    assert "1 row read = 1 kept + 0 quarantined" in capsys.readouterr().out
    assert main(["validate", str(out)]) == 0
    assert main(["summary", "--data", str(out)]) == 0
    assert "1 of 1 incidents" in capsys.readouterr().out
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert (report["read"], report["kept"]) == (1, 1)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["provenance"]["file"] == "in.csv"
    assert str(tmp_path) not in "".join(p.read_text(encoding="utf-8") for p in out.iterdir())


def test_the_same_file_makes_the_same_folder(file, tmp_path):
    path = file(acled_csv(acled(), acled("IRQ2", fatalities="x")))
    for name in ("one", "two"):
        assert main(["import", str(path), "--out", str(tmp_path / name)]) == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_known_groups_bring_the_dates_of_their_memberships(convert, load):
    both = [plain(Date=day) for day in ("2022-01-01", "2024-01-01")]
    atlas = load(convert(plain_csv(*both)))
    counts = {g: int(atlas.ledger.matching("any", [g]).sum()) for g in ("kh", "pmf", "iri")}
    assert counts == {"kh": 2, "pmf": 2, "iri": 1}


def test_an_import_offers_the_bases_and_capitals_around_it(atlas, convert, load):
    imported = set(places.list_places(load(convert(plain_csv(plain())))))
    assert places.find_place("base:al_asad", atlas) in imported
    assert places.find_place("capital:IQ-BG", atlas) in imported
    assert places.find_place("capital:IR-09", atlas) not in imported, "Mashhad is 1,600 km away"


def test_data_far_from_all_bases_and_capitals_offer_their_own_places(convert, load):
    bamako = plain(Country="Mali", Place="Bamako", Lat="12.65", Lon="-8")
    gao = plain(Country="Mali", Place="Gao", Lat="16.27", Lon="-0.05")
    atlas = load(convert(plain_csv(gao, bamako, bamako)))
    assert places.list_places(atlas) == (
        places.Place("at:12.65,-8", "Bamako", 12.65, -8.0),
        places.Place("at:16.27,-0.05", "Gao", 16.27, -0.05),
    )
    assert places.busiest_place(atlas).label == "Bamako"
    assert places.find_place("base:al_asad", atlas), "an old link still finds its base"


def test_the_first_named_actor_of_an_acled_row_leads_without_being_called_the_attacker(
    convert, load
):
    khartoum = {"country": "Sudan", "latitude": "15.6", "longitude": "32.53"}
    army, support = "Military Forces of Sudan (2019-)", "Rapid Support Forces"
    names = [(army, support)] * 3 + [(support, army)] * 2 + [("Militia A", "")]
    atlas = load(
        convert(
            acled_csv(
                *(
                    acled(f"SUD{i}", actor1=one, actor2=two, **khartoum)
                    for i, (one, two) in enumerate(names)
                )
            )
        )
    )
    leading = [atlas.groups.set_index("group_id")["name"][g] for g in atlas.ledger.leading_group]
    assert Counter(leading) == {army: 3, support: 2, "Militia A": 1}
    assert atlas.ledger.led_by_party.all()
    signs = symbology.signs(atlas)
    assert {s.group.label for s in signs} == {army, support, "Militia A"}
    assert len({s.group.colour for s in signs}) == len(set(leading))
    colours = legend.colour_section(atlas, np.arange(atlas.n_incidents))
    assert "not always the attacker" in colours.title
    assert [line.label for line in colours.lines] == [army, support, "Militia A"]
    # Nobody is blamed for anything.
    assert atlas.ledger.matching("attributed").sum() == 0


def test_nothing_usable_is_exit_1_and_leaves_nothing(file, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["import", str(file(b"\x89PNG\r\n\x1a\nxx")), "--out", str(out)]) == 1
    assert "this is a PNG picture" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_a_mapping_by_file(file, tmp_path, capsys):
    path, mapping = file(plain_csv(plain())), tmp_path / "mapping.json"
    arguments = ["import", str(path), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--write-mapping", str(mapping)]) == 0
    assert "latitude: Lat (by its name and cells)" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    content = json.loads(mapping.read_text(encoding="utf-8"))
    content["constants"]["target"] = "Our target"
    mapping.write_text(json.dumps(content), encoding="utf-8")
    assert main([*arguments, "--mapping", str(mapping)]) == 0
    assert catalog.load(tmp_path / "out").incidents["target"].tolist() == ["Our target"]


def test_columns_that_are_named_for_one_toll_are_added_up(file, tmp_path, capsys):
    path = file(b"date,civ dead,mil dead\n2024-01-03,3,1\n")
    arguments = ["import", str(path), "--out", str(tmp_path / "out")]
    parts = ["--column", "killed=civ dead", "--column", "killed=mil dead"]
    assert main([*arguments, *parts]) == 0
    assert "killed = civ dead + mil dead" in capsys.readouterr().out
    assert catalog.load(tmp_path / "out").incidents["killed"].tolist() == [4]
    with pytest.raises(SystemExit):
        main([*arguments, "--column", "date=date", "--column", "date=mil dead"])
    assert "date has the column 'date' already" in capsys.readouterr().err


def test_an_existing_folder_is_not_touched(file, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert main(["import", str(file(plain_csv(plain()))), "--out", str(out)]) == 1
    assert [p.name for p in out.iterdir()] == ["mine.txt"]


def test_a_failure_while_writing_leaves_nothing(tmp_path, convert, monkeypatch):
    imported = convert(plain_csv(plain()))

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", stop)
    with pytest.raises(KeyboardInterrupt):
        importers.write_folder(imported, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_and_can_stop_it(tmp_path):
    raw = importers.read_file(plain_csv(plain()), "x.csv")
    told = []
    importers.convert(raw, progress=lambda what, share: told.append((what, share)))
    assert [s for _, s in told] == sorted(s for _, s in told)
    assert len(told) >= 4

    def cancel(what, share):
        raise ImportRefusedError(what)

    with pytest.raises(ImportRefusedError, match="dates"):
        importers.convert(raw, progress=cancel)


WRITER = """
import sys, time
from geo import importers
imported = importers.convert(importers.read_file(sys.argv[1]))
for n in range(10_000):
    print(n, flush=True)
    importers.write_folder(imported, f"{sys.argv[2]}/out-{n}")
"""


@pytest.mark.slow
def test_killed_at_any_moment_leaves_no_folder_or_a_whole_one(file, tmp_path, root, full_size):
    # One process writes folder after folder until it is killed at a random moment.
    path = file(acled_csv(*(acled(f"IRQ{i}") for i in range(2000))))
    seed = random.randrange(2**32)  # noqa: S311 - a moment, no secret
    moments = random.Random(seed)  # noqa: S311 - as above
    whole = None
    for round_ in range(100 if full_size else 5):
        target = tmp_path / f"round-{round_}"
        target.mkdir()
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(target)],
                                   cwd=root, stdout=subprocess.PIPE)  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        if whole is None:  # a busy machine may be too slow to have written one by chance
            process.stdout.readline()
        time.sleep(moments.uniform(0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        for folder in target.glob("out-*"):
            files = contents(folder)
            whole = whole or files
            assert files == whole, f"round {round_} of seed {seed}: {folder.name} is not whole"
    assert whole is not None
    assert len(whole) == 17


def test_what_a_killed_import_has_left_is_swept(convert, tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".out.partial-{dead.pid}-00000000"
    living = tmp_path / f".out.partial-{os.getpid()}-00000000"
    for folder in (left, living):
        folder.mkdir()
    importers.write_folder(convert(plain_csv(plain())), tmp_path / "out")
    assert not left.exists()
    assert living.exists()
