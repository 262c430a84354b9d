"""What people may type about the organisation, by subject."""
