"""What rules on the flow of values take: how results are used, what functions give back, who is called."""
