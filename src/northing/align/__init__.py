"""Align: whether the money serves what the company wants to reach, and whether it gets there."""
