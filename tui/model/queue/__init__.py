"""What is known of a queue: its two sides, its balance, words."""
