"""What is known of workers that go wrong: cases and words."""
