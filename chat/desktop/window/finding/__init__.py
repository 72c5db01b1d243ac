"""What leads to a place, or to a message."""
