"""One reason for waste a file; the file's name is its key."""
