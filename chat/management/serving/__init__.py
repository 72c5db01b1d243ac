"""What the commands that serve are made of."""
