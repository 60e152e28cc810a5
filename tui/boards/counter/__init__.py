"""Forms of counting, and one lost update step by step."""
