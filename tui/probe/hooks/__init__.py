"""One file per observed part of the standard library, each imported together with what it looks at.

Each has `install(module)`, which returns None, or what cannot be observed because this Python is unknown to it.

One folder because each file is one entry of `install.HOOKS`.
"""
