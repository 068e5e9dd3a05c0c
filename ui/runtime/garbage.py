"""Python's search for garbage, which Streamlit starts after every run."""

from __future__ import annotations

import gc


def leave_out() -> None:
    """Leave what is there now out of the search for garbage; for a server, before any session.

    Streamlit searches after every run, and all sessions wait meanwhile: 80 ms as long as it looks
    through every module and the atlas, which stay. What is left out of a session would outlive it.
    """
    gc.freeze()
