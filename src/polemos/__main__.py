"""`python -m polemos` is the command line."""

import signal

signal.signal(signal.SIGINT, signal.SIG_DFL)  # while the rest is loaded, just end

from polemos.run import main  # noqa: E402

if __name__ == "__main__":
    main()
