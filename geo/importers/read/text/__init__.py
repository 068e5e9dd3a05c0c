"""Text files: CSV and its kin, in any encoding."""
