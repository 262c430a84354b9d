"""The pages of monitoring: thin doors to queries and operations."""
