"""The pages of places for a visitor's own file: nothing is said of what it does not cover."""

from __future__ import annotations

from geo import importers
from tests.geo.importers import files
from tests.ui.conftest import App
from ui.session import keys, uploaded_dataset


def rows(*places):
    columns = ("place", "country", "lat", "lon")
    days = (f"2023-01-{i + 1:02d}" for i in range(len(places)))
    return files.plain_csv(
        *(
            {"date": day} | dict(zip(columns, place, strict=True))
            for day, place in zip(days, places, strict=True)
        )
    )


MALI = rows(*[("Bamako", "Mali", 12.65, -8.0)] * 3, ("Gao", "Mali", 16.27, -0.05))
IRAQ = rows(*[("Ramadi", "Iraq", 33.42, 43.3)] * 3)


def open_page(content: bytes, name: str) -> App:
    imported = importers.convert(importers.read_file(content, "own.csv"))
    app = App()
    app.at.session_state[keys.UPLOADED] = uploaded_dataset.load(imported)
    app.at.session_state[keys.UPLOADED_REPORT] = imported.report
    app.run()
    app.at.switch_page(f"pages/{name}.py")
    return app.run()


def test_bases_says_that_the_file_names_none_and_what_to_do():
    app = open_page(MALI, "bases")
    assert "Your file names no bases." in app.alerts()
    assert "4 Jan 2023, 1 source." in app.html(), "the sources of the atlas’s bases are not its own"
    assert not [s for s in app.at.selectbox if s.label == "Profile of a base"]
    links = [link.proto.label for link in app.at.get("page_link")]
    assert links == ["Your data", "Near a place", "Map"]


def test_provinces_says_that_the_data_lie_outside_and_leads_to_the_map():
    app = open_page(MALI, "provinces")
    assert "outside the provinces" in app.alerts()
    assert app.maps() == []
    assert [link.proto.label for link in app.at.get("page_link")] == ["Open the map"]


def test_provinces_of_an_own_file_claim_no_coverage_where_it_has_no_incident():
    app = open_page(IRAQ, "provinces")
    assert [(r["code"], r["t"]) for r in app.rows("choropleth-numbers")] == [("IQ-AN", "3")]
    assert "No incident in your data" in app.html()
    assert "covered, none" not in app.html()
    assert "are covered" not in app.html()


def test_near_starts_at_the_busiest_place_of_the_file_and_offers_its_places():
    app = open_page(MALI, "near")
    (place,) = (s for s in app.at.selectbox if s.label == "Place")
    assert place.options == ["Bamako", "Gao"]
    assert '<b class="atlas-big">3</b> incidents within 50 km of Bamako' in app.html()


def test_groups_says_that_the_file_names_none():
    app = open_page(MALI, "groups")
    assert "These data name no groups." in app.alerts()
