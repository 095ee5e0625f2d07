# SPDX-License-Identifier: Apache-2.0
"""What tests of signals need of whoever starts them."""

import signal


def take_signals_as_usual():
    """A caller that ignores signals (nohup, a shell's background job) would have the program ignore them too."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
