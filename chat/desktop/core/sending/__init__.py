"""What was written, on its way to the server."""
