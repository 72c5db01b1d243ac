"""What is unread, what of it calls, and how far was read."""
