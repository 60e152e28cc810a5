"""Drawings that several boards share, each made once: numbers in, rows out. The rules of `tui.draw` hold here too."""
