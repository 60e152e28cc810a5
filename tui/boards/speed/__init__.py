"""Who gets a core, and what that brings."""
