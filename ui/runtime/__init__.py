"""The few places that know how Streamlit works inside."""
