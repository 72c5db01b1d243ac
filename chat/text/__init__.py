"""What people type, checked, cleaned and rendered."""
