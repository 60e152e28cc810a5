"""The same state as the screen's, for people and programs without a screen."""
