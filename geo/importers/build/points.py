"""Where the rows of a file happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.importers.clean import places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.importers.build.conversion import Conversion


def locate_rows(conversion: Conversion) -> places.Located:
    """Find point, precision and country of every row; quarantine points in another country."""
    columns = places.Columns(
        conversion.cells("latitude"),
        conversion.cells("longitude"),
        conversion.cells("country"),
        dict(conversion.mapping.columns),
    )
    precision = _precision(conversion)
    return places.locate(columns, precision, conversion.shared.provinces, conversion.row_log)


def _precision(conversion: Conversion) -> NDArray[np.int64]:
    """Return how well each place is known, as an index into `places.PRECISIONS`."""
    cells = conversion.cells("geo_precision")
    default = conversion.schema.defaults["geo_precision"]
    became = conversion.code_of("geo_precision", cells.texts, default)
    index = np.array([places.PRECISIONS.index(c) for c in became], dtype=np.int64)
    unknown = cells.rows_where(
        [not (v and conversion.code_of("geo_precision", (v,), "") != [""]) for v in cells.texts]
    )
    conversion.row_log.note(
        "mended",
        "precision assumed",
        f"no known precision of the place; taken as {default}",
        unknown,
        conversion.mapping.columns.get("geo_precision"),
    )
    return index[cells.codes]
