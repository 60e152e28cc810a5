"""What is drawn of one job with more and more workers: how long it took, and how fast that is."""
