"""What a process writes of itself, for whoever runs the site."""
