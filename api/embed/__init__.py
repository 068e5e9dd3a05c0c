"""/embed and /oembed: the map of any filter for a frame on another site.

The page is no page of Streamlit: it draws the map with the map component's own script and has no
session.
"""
