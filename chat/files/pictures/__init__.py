"""Pictures: cleaned of what they tell beside what they show, and drawn smaller."""
