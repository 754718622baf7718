"""One check of data health a file; the file's name is the check's."""
