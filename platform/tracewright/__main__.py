import sys

from tracewright.cli import main

sys.exit(main())
