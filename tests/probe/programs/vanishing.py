"""Takes away the run directory, if one is named, and works on in threads and processes."""

# mypy: ignore-errors

import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def main():
    shutil.rmtree(os.environ.get("COREOGRAPH_RUN", "/nowhere"), ignore_errors=True)
    with ThreadPoolExecutor(2) as executor:
        print(sum(executor.map(abs, range(50))))
    with ProcessPoolExecutor(2) as executor:
        print(sum(executor.map(abs, range(50))))
    print(subprocess.run([sys.executable, "-c", "print(1)"], stdout=subprocess.PIPE, check=True).stdout)


if __name__ == "__main__":
    main()
