"""The geo layer of the Incident Atlas: data in, joined frames, filters, counts and files out.

It knows no screen: everything here can be used from a notebook.

    from geo.filter.filter import Filter
    from geo.io import catalog
    atlas = catalog.load("data")
    view = Filter.parse("group=kh&from=2023-10-17", atlas).view(atlas)
    print(view.shown, "of", view.total)
"""
