"""The face with windows: Tk, with the themed widgets of the system it runs on."""
