"""What is fast, measured: the pages of an agency of 3,000 people beside the floor below which nobody can go."""
