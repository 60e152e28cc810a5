"""`python -m tui` is `coreograph`."""

import sys

from tui.cli import main

sys.exit(main())
