"""What is done about people, and what waits for those who moderate."""
