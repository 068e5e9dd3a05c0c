"""What a filter asks for, which incidents match it, and how that is said."""
