"""Redis or Valkey: the channel layer's pub/sub, and the server that comes along."""
