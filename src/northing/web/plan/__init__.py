"""The plan in the site: kept, limited to what a role may see, changed with history."""
