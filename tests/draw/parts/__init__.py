"""The drawings that several boards share, as pictures."""
