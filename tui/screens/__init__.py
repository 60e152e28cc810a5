"""Screens: the stage, which owns what is shown, and the dialogs over it."""
