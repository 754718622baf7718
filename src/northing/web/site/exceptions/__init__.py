"""Exceptions: roadblocks and opportunities that Home shows; one file each."""
