"""More tasks than a ring holds, in four threads at once."""

# mypy: ignore-errors

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(4) as executor:
    print(sum(executor.map(abs, range(20000))))
