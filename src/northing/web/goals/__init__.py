"""Objectives and key results on the site: where they stand, and the forms that change them."""
