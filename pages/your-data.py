"""Your data: a file of one's own becomes the atlas of this session.

The file is called like its address: on a fresh server the first visitor's address is looked up
among the names of pages/, before app.py has said any other.
"""

from __future__ import annotations

from ui.runtime.page_context import take_context
from ui.your_data import your_data_page

take_context()
your_data_page.draw_your_data_page()
