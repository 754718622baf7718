"""One system that states totals a file; the file's name is the system's."""
