"""Side-by-side measurements; each prints figures of one run and their ratios."""
