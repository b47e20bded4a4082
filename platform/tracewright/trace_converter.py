"""`python -m tracewright.trace_converter ...`: the converter under the name that Potato gives it."""

import sys

from tracewright.cli import main

if __name__ == "__main__":
    sys.exit(main(["convert", *sys.argv[1:]]))
