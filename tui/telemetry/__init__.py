"""What a run says about itself, and how it is written down.

One folder because all of it is one vocabulary, and what is said in two modules of it is said the same way.
"""
