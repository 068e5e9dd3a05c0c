"""Signing in, on a server that asks for it: one whose secrets.toml has a provider in [auth]."""

from __future__ import annotations

import streamlit as st


def require_sign_in() -> bool:
    """Let nobody past who has to sign in first; return whether the visitor has signed in."""
    # Without a provider the attribute does not exist.
    has_signed_in: bool | None = getattr(st.user, "is_logged_in", None)
    if has_signed_in is False:
        st.title("Incident Atlas")
        st.markdown("This server asks its visitors to sign in.")
        st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")
        st.stop()
    return bool(has_signed_in)


def draw_sign_out() -> None:
    """Draw the way out for whoever has signed in."""
    st.button("Sign out", on_click=st.logout, icon=":material/logout:")
