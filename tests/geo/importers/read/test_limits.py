"""Limits of an import, and the words for what is beyond one."""

from __future__ import annotations

import pytest

from geo import importers
from geo.errors import ImportRefusedError
from geo.importers.read.limits import megabytes, refuse_beyond


def test_limits_come_from_the_environment():
    assert importers.Limits.from_environment({"ATLAS_IMPORT_ROWS": "7"}).rows == 7
    with pytest.raises(ImportRefusedError, match="ATLAS_IMPORT_ROWS='many'"):
        importers.Limits.from_environment({"ATLAS_IMPORT_ROWS": "many"})


def test_what_is_beyond_a_limit_is_refused_with_the_variable_that_changes_it():
    limits = importers.Limits(rows=2, file_bytes=10)
    refuse_beyond("x, rows", 2, limits, "rows")
    with pytest.raises(ImportRefusedError, match="x, rows: found 3,000, the limit is 2; split"):
        refuse_beyond("x, rows", 3000, limits, "rows")
    with pytest.raises(ImportRefusedError, match=r"found 2\.0 MB, .* 10 bytes; .*_FILE_BYTES"):
        refuse_beyond("x, size", 2_000_000, limits, "file_bytes")


def test_bytes_are_told_in_megabytes_where_they_are_many():
    assert (megabytes(99_999), megabytes(1_234_567_890)) == ("99,999 bytes", "1,234.6 MB")
