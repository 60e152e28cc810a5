"""A Textual app that shows nothing."""

from textual.app import App


class Empty(App[None]):
    """No widget, one key."""

    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012


if __name__ == "__main__":
    Empty().run()
