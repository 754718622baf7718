"""One derived table a file; the file's name is the table's. Steps of a refresh write them."""
