"""Long work: refreshes and loads as runs, with progress, heartbeat and attempts."""
