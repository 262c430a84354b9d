"""What people may type in planning, by subject."""
