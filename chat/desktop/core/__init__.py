"""The client's state and rules, without a window and without a socket."""
