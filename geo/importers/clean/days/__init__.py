"""How dates and times of day are written, and what a whole column of them decides."""
