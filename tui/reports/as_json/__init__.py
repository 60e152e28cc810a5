"""A comparison, or a program that was watched, as one JSON object. Unknown is null, never 0.

Each object is a frozen class whose docstrings are the reference: `tui/reports/README.md` and `coreograph schema` are
made from them. `told` fills them from the state, `data` turns them into JSON.
"""
