"""One measure a file: the base sums that metrics divide by one another."""
