"""Pages of sections of blocks: the catalogue of pages, and how they are shown."""
