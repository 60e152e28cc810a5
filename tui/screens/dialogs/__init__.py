"""The dialogs over the stage.

One folder because all are one kind of thing: a page over the stage, which shares its frame, its keys and its scrolling.
"""
