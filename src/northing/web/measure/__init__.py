"""Metrics, credit, journeys and definitions, as a person of a role may see them."""
