"""What rules on running services share, whatever their category."""
