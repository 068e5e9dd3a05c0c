"""What the server answers besides the pages, and how it answers everything; no Streamlit."""
