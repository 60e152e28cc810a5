"""`python -m tui` is `coreograph`."""

import sys

from tui.start import main

sys.exit(main())
