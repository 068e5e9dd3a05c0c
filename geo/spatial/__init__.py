"""Points and polygons: which province, which base, how far, which hexagon."""
