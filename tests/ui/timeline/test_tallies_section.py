"""The published counts on the Timeline page, beside the atlas's own."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from geo.analysis import tallies
from tests.ui.timeline.pages import (
    CAMPAIGN,
    chart_data,
    open_page,
    view_of,
)


def test_the_tallies_show_count_gap_and_reasons(app, atlas):
    run = open_page(app, CAMPAIGN, show="tallies")
    compared = tallies.compare_tallies(view_of(CAMPAIGN, atlas), atlas)
    (table,) = re.findall(r'aria-label="Published counts and gaps">(.*?)</table>', run.html(),
                          re.DOTALL)  # fmt: skip
    rows = re.findall(r"<tr><td.*?</tr>", table, re.DOTALL)
    assert len(rows) == len(compared)
    for row, r in zip(rows, compared, strict=True):
        text = unescape(re.sub(r"<[^>]+>", "|", row))
        assert r.counted_by in text
        assert f"|{r.counted.n}|" in text
        assert f"|{r.gap:+d}|".replace("-", "\N{MINUS SIGN}") in text
        assert all(line in text for line in r.why)
        source = atlas.sources.set_index("source_id").at[r.source_id, "url"]
        assert source in unescape(row)
    points = [p for n in (0, 1) for rows in chart_data(run, n) for p in rows if "key" in p]
    main = [r for r in compared if (r.first, r.syria_only) in
            {(date(2023, 10, 18), False), (date(2023, 10, 19), True)}]  # fmt: skip
    assert {(p["key"], p["n"]) for p in points} == {(r.counted.key, r.published) for r in main}
