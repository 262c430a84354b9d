"""What the regulations say: dated, cited data and pure functions over whole numbers."""
