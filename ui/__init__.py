"""Streamlit pieces that the pages share. Numbers come from geo, pictures from maps."""
