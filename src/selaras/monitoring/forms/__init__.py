"""What a person may type in monitoring."""
