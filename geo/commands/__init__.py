"""The commands of `python -m geo`, one file each."""
