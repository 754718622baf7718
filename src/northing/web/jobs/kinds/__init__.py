"""Kinds of long work: one file each; the file's name is the key."""
