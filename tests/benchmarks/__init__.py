"""What coreograph costs, as one table: `python -m tests.benchmarks`. README.md says how each figure is made.

`registry`: what a row is; `rows/`: their declarations. `running`: ways measured in turn. `processes`, `terminal`,
`freezing`, `peers`: what is started, and ended. `programs/`: plain programs that are measured. `table`, `page`: what
is said. Nothing is asserted of a time; `tests/test_benchmarks.py` holds that the table is made and nothing is left.
"""
