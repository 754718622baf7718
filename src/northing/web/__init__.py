"""The site: pages for people, on the core. Nothing below this package imports Django."""
