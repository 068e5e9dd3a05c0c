"""Tables as HTML: a part that is out of sight is said."""

from __future__ import annotations

import pytest

from ui.widgets import html_table


@pytest.mark.parametrize(
    ("n", "cut"), [(0, False), (20, False), (html_table.WHOLE, False), (html_table.WHOLE + 1, True)]
)
def test_a_table_scrolls_only_where_it_is_long_and_then_says_so(n, cut):
    table = html_table.table("Lulls", ["Days"], ["<td>1</td>"] * n)
    assert table.count("<tr><td>") == n
    assert ("atlas-tall" in table) is cut
    assert (f"{n} rows; scroll in the table for more." in table) is cut


def test_a_date_is_not_broken_and_text_is_shown_as_it_is():
    assert html_table.day_cell("4 Feb <b>") == '<td class="atlas-day">4 Feb &lt;b&gt;</td>'
    assert "<th>a &amp; b</th>" in html_table.table("x", ["a & b"], [])
