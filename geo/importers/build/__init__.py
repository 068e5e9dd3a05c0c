"""From raw columns to a data folder and the report that accounts for every row."""
