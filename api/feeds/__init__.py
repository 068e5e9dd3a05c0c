"""/feed.atom and /feed.json: what is new among the incidents of any filter."""
