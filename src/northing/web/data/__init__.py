"""Files that come in through the browser, and what is known of the data."""
