"""What a visit holds: the filter, the options of a page, the links, the dataset."""
