"""The record of the data: what changed between versions, and how a correction gets in."""
