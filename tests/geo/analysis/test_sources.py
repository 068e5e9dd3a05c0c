"""Independent sources against a plain implementation, and the weaknesses of sources by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import codes
from geo.analysis import sources
from geo.filter.filter import Filter
from tests.geometry import incident


def page(source_id, publisher, url="https://example.org/1", **changes):
    return {"source_id": source_id, "publisher": publisher, "url": url} | changes


def independent(hand_drawn, *pages):
    """Return the number of independent sources of an incident; a page is (publisher, carries)."""
    rows = [
        page(f"p{i}", publisher, carries=carries) for i, (publisher, carries) in enumerate(pages)
    ]
    atlas = hand_drawn(
        incidents=[incident("one")],
        sources=[page("s1", "A Paper", carries=""), *rows],
        incident_sources=[{"incident_id": "one", "source_id": r["source_id"]} for r in rows],
    )
    return sources.count_independent(atlas).tolist()


@pytest.mark.parametrize(
    ("pages", "n"),
    [
        ([], 0),
        ([("Rudaw", "")], 1),
        ([("Rudaw", ""), ("Shafaq News", "")], 2),
        ([("Rudaw", ""), ("Rudaw (in Arabic)", "")], 1),
        ([("Dawn (AFP)", "AFP"), ("Al Bawaba (AFP)", "AFP")], 1),
        ([("Dawn (AFP)", "AFP"), ("Dawn", ""), ("Al Bawaba (AFP)", "AFP")], 1),
        ([("Dawn (AFP)", "AFP"), ("AFP", "")], 1),
        ([("Dawn (AFP)", "AFP"), ("LBCI (Reuters)", "Reuters")], 2),
        ([("Dawn (AFP)", "AFP"), ("LBCI (Reuters)", "Reuters"), ("DW (AFP, Reuters)",
                                                                  "AFP;Reuters")], 1),
        ([("The Atlas News", ""), ("Atlas News", "")], 1),
        ([("Kurdistan 24", ""), ("Kurdistan24", "")], 1),
        ([("Mehr News Agency", ""), ("Mehr", "")], 1),
        ([("Arab News", ""), ("Al-Arab", "")], 2),
        ([("CNN via Fox 8", "CNN"), ("CNN", ""), ("Fox16", "")], 2),
    ],
)  # fmt: skip
def test_pages_of_one_publisher_or_report_are_one_source(hand_drawn, pages, n):
    assert independent(hand_drawn, *pages) == [n]


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Rudaw", "Rudaw"),
        ("Rudaw (in Arabic)", "Rudaw"),
        ("AFP (via Al Bawaba)", "Al Bawaba"),
        ("Wall Street Journal via La Nouvelle Tribune", "La Nouvelle Tribune"),
        ("Shafaq News (WSJ) via Hathalyoum", "Hathalyoum"),
        ("The Cradle via mailing list (listserve.net)", "mailing list"),
        ("Times of Israel / AFP", "Times of Israel"),
        ("The Nation (Pakistan) / AFP", "The Nation"),
        ("Wikipedia mirror (Hmong), Al-Omar field", "Wikipedia mirror"),
        ("Via Moda", "Via Moda"),
    ],
)
def test_the_publisher_is_told_from_its_text(text, publisher):
    assert sources.publisher_of(text) == publisher


_NAMES = ("AFP", "AP", "Dawn", "LBCI", "Rudaw", "DW")
_PAGES = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.lists(st.sampled_from(_NAMES), max_size=2, unique=True)),
    min_size=1, max_size=8,
)  # fmt: skip
_LINKS = st.sets(st.tuples(st.integers(0, 3), st.integers(0, 7)), max_size=20)


def _plain_count(pages):
    """Return how many heaps of pages there are, joining two as long as they share a body."""
    heaps = [{publisher, *carried} for publisher, carried in pages]
    while True:
        pair = next(((a, b) for a in heaps for b in heaps if a is not b and a & b), None)
        if pair is None:
            return len(heaps)
        heaps = [h for h in heaps if h is not pair[0] and h is not pair[1]] + [pair[0] | pair[1]]


@settings(max_examples=60, deadline=None)
@given(_PAGES, _LINKS)
def test_independent_sources_are_what_plain_python_counts(hand_drawn, pages, links):
    linked = sorted((i, p) for i, p in links if p < len(pages))
    rows = [page(f"p{n}", p, carries=";".join(c)) for n, (p, c) in enumerate(pages)]
    atlas = hand_drawn(
        incidents=[incident(f"i{i}") for i in range(4)],
        sources=[page("s1", "A Paper", carries=""), *rows],
        incident_sources=[{"incident_id": f"i{i}", "source_id": f"p{p}"} for i, p in linked],
    )
    expected = [_plain_count([pages[p] for j, p in linked if j == i]) for i in range(4)]
    assert sources.count_independent(atlas).tolist() == expected
    assert sources.count_pages(atlas).tolist() == [sum(j == i for j, _ in linked) for i in range(4)]


def test_a_folder_without_the_columns_has_sources_all_the_same(hand_drawn):
    atlas = hand_drawn()
    assert sources.count_independent(atlas).tolist() == [1]
    assert sources.count_kinds(atlas) == dict.fromkeys(codes.SOURCE_KIND, 0)
    weak = {w.what: len(w.rows) for w in sources.find_weaknesses(atlas)}
    assert weak["kind not known"] == weak["no address in an archive"] == 2
    assert weak["one source"] == 1


def test_weak_incidents_and_sources_are_found(hand_drawn):
    atlas = hand_drawn(
        incidents=[incident(i) for i in ("bare", "lone", "twice", "well")],
        sources=[
            page("s1", "Rudaw", published="2024-01-01", kind="local_press", language="en"),
            page("s2", "Rudaw (in Arabic)", "https://digital-staging.example.com/a"),
            page("s3", "Wikipedia mirror (X)", published="2024-01-02", kind="reference_work"),
            page("s4", "SOHR", "https://ec2-1-2.compute.amazonaws.com/b"),
            page("s5", "AP", "https://latest.example.org/testing/old.html"),
            page("s6", "Shafaq News", "https://api.example.org/c"),
        ],
        incident_sources=[
            {"incident_id": i, "source_id": s}
            for i, s in [("lone", "s1"), ("twice", "s1"), ("twice", "s2"), ("well", "s1"),
                         ("well", "s4"), ("well", "s5")]
        ],
    )  # fmt: skip
    weak = {w.what: set(w.rows) for w in sources.find_weaknesses(atlas)}
    assert weak == {
        "no source": {"bare"},
        "one source": {"lone"},
        "several pages, one independent source": {"twice"},
        "mirror or staging host": {"s2", "s3", "s4", "s6"},
        "no date of publication": {"s2", "s4", "s5", "s6"},
        "no address in an archive": {"s1", "s2", "s3", "s4", "s5", "s6"},
        "kind not known": {"s2", "s4", "s5", "s6"},
        "language not known": {"s2", "s3", "s4", "s5", "s6"},
    }


def test_the_support_of_each_year_counts_every_incident_once(atlas):
    years = sources.support_by_year(atlas)
    assert sum(year.incidents.n for year in years) == atlas.n_incidents
    n = sources.count_independent(atlas)
    assert sum(year.independent.n for year in years) == (n >= 2).sum()
    for confirmation, part in (("official", 2), ("claimed", 3)):
        view = Filter(confirmation=(confirmation,)).view(atlas)
        assert sum(year.figures[part].n for year in years) == view.shown
    for figure in (figure for year in years for figure in year.figures):
        if figure.filter is not None:
            assert figure.filter.view(atlas).positions.tolist() == figure.positions.tolist()
    keys = [figure.key for year in years for figure in year.figures]
    assert len(keys) == len(set(keys))
