"""What is played and how its knobs stand. Knows no widget: screen, reports and tests use the same play."""
