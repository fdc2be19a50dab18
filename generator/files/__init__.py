"""Files: read in bounds, published whole or not at all, under safe names; and the files shipped with the program."""
