"""The geo layer of the Incident Atlas: data in, joined frames, filters, counts and files out.

It knows no screen: everything here can be used from a notebook.

    >>> import geo
    >>> atlas = geo.load()
    >>> view = atlas.view("group=kh&from=2023-10-17")
    >>> print(view.shown, "of", view.total)
    4 of 614
    >>> view.to_geodataframe().crs.name
    'WGS 84'

`geo.write(view, "kh.geojson")` writes a file; `geo.analysis` counts.
"""

from geo.export.writers import write_file as write
from geo.face import Atlas, load
from geo.filter.filter import Filter, View

__all__ = ["Atlas", "Filter", "View", "load", "write"]
