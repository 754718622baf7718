"""One file a template of an objective; see `northing.plan.template`."""
