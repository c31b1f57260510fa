"""Routes of web applications: what files declare, and the table that is joined from it."""
