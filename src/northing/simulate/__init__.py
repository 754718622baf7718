"""Simulated worlds whose truth is known: a whole company, and touch logs from a Markov chain."""

from northing.simulate.company import Company, simulate_company

__all__ = ["Company", "simulate_company"]
