"""What people and rooms are called, and were: unique, found, and changed."""
