"""What happened, on its way from a commit to everybody whom it concerns."""
