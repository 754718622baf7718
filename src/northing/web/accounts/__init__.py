"""Who may come in, what each role sees and may do, and what was done."""
