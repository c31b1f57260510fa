"""What the rule on naive UTC datetimes is made of."""
