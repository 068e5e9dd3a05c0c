"""What kinds of files there are, and which column has which role."""
