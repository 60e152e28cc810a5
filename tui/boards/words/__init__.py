"""The lines and boxes of words around the boards: title, tabs, sentence, keys, events."""
