"""What the server answers besides the pages, and how it answers everything; no Streamlit.

`common` is what the interfaces share; each interface that other programs read has a room of its
own and hands its routes to server.py.
"""
