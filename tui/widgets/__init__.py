"""The Textual widgets: one that shows any board, one that shows a page. They know painters, never the player."""
