"""One connected person each: commands in, events out, and what a process shares."""
