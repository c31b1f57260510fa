"""Where whole tables are read to be given out."""
