"""The app in a page of a browser: textual-serve starts it, for each visitor anew."""
