"""Sections of pages: one file each; an entry says on which page it stands."""
