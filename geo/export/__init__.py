"""Files out: GeoJSON, CSV, GIS formats, pictures and citations."""
