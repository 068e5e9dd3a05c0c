"""python -m geo export: writes the incidents of a filter to a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from geo.commands.filter_options import add_filter_options, add_licence_option, load_view
from geo.commands.terminal import (
    OK,
    exit_for_file,
    exit_with_usage,
    print_messages,
    suffix_of,
    write_binary_file,
)
from geo.export.look import BACKGROUNDS, SIZES, Look
from geo.export.writers import FORMATS, USUAL, export_bytes

if TYPE_CHECKING:
    import argparse


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `export`."""
    add_filter_options(parser)
    parser.add_argument("--out", required=True, metavar="FILE",
                        help="file to write, its suffix the format; - for stdout")  # fmt: skip
    add_licence_option(parser)
    sizes = "; ".join(f"{name} ({size.words})" for name, size in SIZES.items())
    parser.add_argument("--size", choices=list(SIZES), default=USUAL.size,
                        help=f"of a picture: {sizes}")  # fmt: skip
    parser.add_argument("--background", choices=list(BACKGROUNDS), default=USUAL.background,
                        help="of a picture")  # fmt: skip
    parser.add_argument("--format", choices=list(FORMATS), help="needed with --out -")


def export_incidents(options: argparse.Namespace) -> int:
    """Write the file, and say on stderr how many incidents it holds and what was left out."""
    if options.out == "-" and not options.format:
        exit_with_usage(f"--out - needs --format, one of {', '.join(FORMATS)}")
    file_format = options.format or suffix_of(options.out)
    if file_format not in FORMATS:
        allowed = ", ".join(f".{suffix}" for suffix in FORMATS)
        exit_with_usage(
            f"--out {options.out}: unknown suffix .{file_format}; allowed are {allowed}"
        )
    view = load_view(options)
    look = Look(options.size, options.background)
    try:
        data = export_bytes(view, file_format, licence_allows=options.licence_allows, look=look)
    except OSError as error:
        exit_for_file(options.out, error)
    if options.out == "-":
        sys.stdout.buffer.write(data)
    else:
        write_binary_file(options.out, data)
    written = FORMATS[file_format].count(view)
    reasons = [f"{n} by {reason}" for reason, n in view.left_out.items()]
    if written < view.shown:
        reasons.append(f"{view.shown - written} without a point")
    left_out = ", ".join(reasons) or "none"
    print_messages(f"{written} of {view.total} incidents written; left out: {left_out}")
    return OK
