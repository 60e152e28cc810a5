"""`python -m tui.reports`: write the reference beside this file."""

from tui.reports.reference import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
