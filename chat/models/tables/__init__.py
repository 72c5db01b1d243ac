"""What SQL of our own, and tables of every kind, go by."""
