"""What tells programs where to look: for search engines, crawlers and language models."""
