"""Frames in, pydeck objects out: layers, palette, symbols and base map. No Streamlit."""
