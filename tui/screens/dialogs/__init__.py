"""The dialogs over the stage."""
