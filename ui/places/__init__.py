"""The Bases, Provinces and Near a place pages."""
