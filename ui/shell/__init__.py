"""What stands around every page: frame, count line, filter panel, notices."""
