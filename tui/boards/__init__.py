"""What is drawn of each thing: a view of the state, and rows painted from it."""
