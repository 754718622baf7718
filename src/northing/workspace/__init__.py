"""Ties the floors below together: settings, identity, loading, refresh."""
