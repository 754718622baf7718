"""What `make bench` measures: each job in a process of its own, ratios within one run."""
