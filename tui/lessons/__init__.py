"""Reads the lessons of `demos/`: what each says, checked, as frozen values."""
