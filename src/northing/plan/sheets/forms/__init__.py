"""One sheet a file, named after the kind of entry."""
