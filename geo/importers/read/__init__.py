"""From any file to raw columns: formats, encodings, limits."""
