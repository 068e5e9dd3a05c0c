"""Pieces that several pages share: cards, tables, charts, downloads, share."""
