"""Runs `python -m geo`, in a process of its own or in this one."""

from __future__ import annotations

import os
import subprocess
import sys

from geo.__main__ import main


def run(*arguments, cwd, **environment):
    """Return what a process has done that ran the command."""
    return subprocess.run(
        [sys.executable, "-m", "geo", *map(str, arguments)],
        cwd=cwd, env=os.environ | environment, capture_output=True, check=False,
    )  # fmt: skip


def exit_code(*arguments):
    """Return the exit code of main, however it leaves."""
    try:
        return main([str(a) for a in arguments])
    except SystemExit as left:
        return left.code
