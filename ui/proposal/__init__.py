"""The page Propose a correction."""
