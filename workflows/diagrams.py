"""`python -m workflows.diagrams`: prints docs/machines.md from the machines."""

import sys

from workflows import schema
from workflows.flow import diagrams

assert schema.metadata.tables


def main() -> None:
    sys.stdout.write(diagrams())


if __name__ == "__main__":
    main()
