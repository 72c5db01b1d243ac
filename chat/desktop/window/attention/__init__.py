"""What calls somebody, and leaves the keyboard where it is."""
