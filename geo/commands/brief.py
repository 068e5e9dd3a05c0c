"""python -m geo brief: writes a brief to print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.brief.write import FORMATS, write_brief
from geo.commands.filter_options import add_filter_options, add_licence_option, load_view
from geo.commands.terminal import (
    OK,
    exit_with_usage,
    print_messages,
    suffix_of,
    write_binary_file,
)
from geo.export.writers import refuse_held_back

if TYPE_CHECKING:
    import argparse


def add_brief_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `brief`."""
    add_filter_options(parser)
    parser.add_argument("--out", required=True, metavar="FILE",
                        help="file to write: FILE.pdf or FILE.html")  # fmt: skip
    add_licence_option(parser)


def write_brief_file(options: argparse.Namespace) -> int:
    """Write the brief of a filter, or of a place where the filter has a circle."""
    suffix = suffix_of(options.out)
    if suffix not in FORMATS:
        allowed = ", ".join(f".{f}" for f in FORMATS)
        exit_with_usage(f"--out {options.out}: unknown suffix .{suffix}; allowed are {allowed}")
    view = load_view(options)
    near = view.filter.near
    if not options.licence_allows:
        # A brief also lists what is perhaps inside: all that the rest of the filter finds.
        refuse_held_back(replace(view.filter, near=None).view(view.atlas))
    write_binary_file(options.out, write_brief(view, suffix))
    subject = f"the circle {near}" if near else f"{view.shown} of {view.total} incidents"
    print_messages(f"{options.out}: brief of {subject}")
    return OK
