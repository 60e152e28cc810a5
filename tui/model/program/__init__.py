"""What is known of a watched program: what holds it up, and words."""
