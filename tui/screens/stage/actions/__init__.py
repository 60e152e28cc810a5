"""What the keys do: one small function for each action of the table in `tui.keys`, by its name.

A function is given the stage and changes what is played or how it is looked at; the stage then shows it.
"""
