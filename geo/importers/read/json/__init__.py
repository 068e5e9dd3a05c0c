"""JSON in any nesting, and GeoJSON."""
