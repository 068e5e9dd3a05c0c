"""Counts, timelines, comparisons and quotations, each over the incidents of a filter."""
