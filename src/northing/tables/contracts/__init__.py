"""One canonical table a file; the file's name is the table's."""
