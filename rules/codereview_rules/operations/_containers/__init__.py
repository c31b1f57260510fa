"""What the rule on Dockerfiles and compose files is made of."""
