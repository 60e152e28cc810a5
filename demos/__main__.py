"""`python -m demos` lists the scenarios; `python -m demos NAME [options]` runs one in a plain terminal."""

import subprocess
import sys

from tui.lessons.catalogue import LessonError, catalogue, find


def main() -> int:
    if len(sys.argv) < 2:
        for scenario in catalogue()[0]:
            print(f"{scenario.name:24} {scenario.summary}")
        return 0
    try:
        program = find(sys.argv[1]).program
    except LessonError as error:
        print(error, file=sys.stderr)
        return 2
    return subprocess.run([sys.executable, str(program), *sys.argv[2:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
