"""What is known of counters: forms, lost updates, words."""
