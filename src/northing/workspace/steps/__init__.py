"""The steps of a refresh: one file each; a file's name is the step's key."""
