"""Parts of the rule on datetimes with and without a time zone."""
