"""What a message is made of."""
