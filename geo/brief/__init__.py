"""A printable brief of a place or a filter, as PDF and HTML."""
