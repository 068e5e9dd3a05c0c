"""The guess of what the columns of a table of one's own are."""
