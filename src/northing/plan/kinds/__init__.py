"""One file for each kind of thing in a plan."""
