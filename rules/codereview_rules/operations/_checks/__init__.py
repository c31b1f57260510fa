"""What the rules on checks, CI and upkeep share, and their examples."""
