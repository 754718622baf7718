"""What is done to the plan in the browser, one file for each matter."""
