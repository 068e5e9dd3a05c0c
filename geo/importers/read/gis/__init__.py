"""Files of geographic systems: shapefile, KML, GPX, FlatGeobuf, GeoPackage, Esri JSON."""
