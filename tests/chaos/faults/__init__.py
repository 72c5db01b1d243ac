"""What befalls the site and its clients."""
