"""``python -m klantbeeld`` is the console script ``klantbeeld``."""

from klantbeeld.cli import main

main()
