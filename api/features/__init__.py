"""OGC API Features: the incidents and what belongs to them, for QGIS, R, Python and browsers.

Parts 1 (core, GeoJSON, HTML, OpenAPI 3.0) and 2 (reference systems), and the queryables of part 3.
A filter is the one of all pages; a feature is the line that `python -m geo export` writes.
"""
