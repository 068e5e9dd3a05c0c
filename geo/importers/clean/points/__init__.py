"""Points as people write them: in one cell or two, in which order, in which units."""
