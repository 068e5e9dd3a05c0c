"""The options that choose incidents, which summary, export and brief share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.commands.terminal import print_messages
from geo.filter.filter import Filter
from geo.filter.parse import DESCRIPTIONS, PARAMETERS, REPEATABLE
from geo.io import catalog
from geo.utils.words import number

if TYPE_CHECKING:
    import argparse

    from geo.filter.filter import View

DEFAULT_FOLDER: Final = "data"


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Add `--data` and an option for every parameter of the filter."""
    parser.add_argument("--data", default=DEFAULT_FOLDER, metavar="DIR",
                        help="data folder (default: %(default)s)")  # fmt: skip
    group = parser.add_argument_group("filter (repeat an option to allow several values)")
    for name in PARAMETERS:
        repeatable = " (repeatable)" if name in REPEATABLE else ""
        group.add_argument(f"--{name}", action="append", default=[], dest=f"filter_{name}",
                           metavar="VALUE", help=DESCRIPTIONS[name] + repeatable)  # fmt: skip


def add_licence_option(parser: argparse.ArgumentParser) -> None:
    """Add `--licence-allows`, the user's word that imported rows may be passed on."""
    parser.add_argument("--licence-allows", action="store_true",
                        help="my licence allows passing imported rows on")  # fmt: skip


def load_view(options: argparse.Namespace) -> View:
    """Return what the filter of the command finds, and say how many rows are quarantined.

    Raises:
        DataError: the data folder cannot be loaded.
        FilterError: a value of the filter is not understood.
    """
    atlas = catalog.load(options.data)
    if atlas.quarantined:
        print_messages(
            f"note: {number(atlas.quarantined)} of {number(atlas.total)} incidents are quarantined "
            f"because of faults; see: python -m geo validate {options.data}"
        )
    values = {name: getattr(options, f"filter_{name}") for name in PARAMETERS}
    return Filter.parse({name: v for name, v in values.items() if v}, atlas).view(atlas)


def bind_negative_points(arguments: list[str]) -> list[str]:
    """Return the arguments with `--near` and its value in one.

    Points in the south or west begin with a dash, which argparse takes for an option.
    """
    bound: list[str] = []
    for argument in arguments:
        if bound and bound[-1] == "--near" and not argument.startswith("--"):
            bound[-1] = f"--near={argument}"
        else:
            bound.append(argument)
    return bound
