"""From a cell to a value: dates, numbers, places, actors, likely duplicates."""
