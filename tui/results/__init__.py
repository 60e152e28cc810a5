"""What was measured since the app was opened: kept by lesson, setting and variant; as Markdown and as CSV."""
