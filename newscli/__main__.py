"""`newscli` and `python -m newscli`: the process, from its first import to its exit code."""

import gc
import os
import sys

# Imports make objects and no garbage; looking for some in them takes a tenth of the start-up.
gc.disable()

from newscli import cli  # noqa: E402


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    gc.freeze()
    gc.enable()
    shell = os.environ.get("_NEWSCLI_COMPLETE")
    code = cli.complete(sys.argv[1:], shell=shell) if shell else cli.run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue  # whoever read it is gone
    # Nothing is left to tidy: the database is closed, the output written. Taking the interpreter
    # apart costs one bare interpreter (benchmarks/startup.py), and would wait for the threads of
    # requests that an interrupt left under way.
    os._exit(code)


if __name__ == "__main__":
    main()
