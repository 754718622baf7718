"""Forms about objectives, key results and who answers for them; each answers with a page."""
