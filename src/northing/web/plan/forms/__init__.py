"""What people fill in about the plan; each form makes the record of one entry."""
