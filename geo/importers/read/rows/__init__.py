"""What the rows of any table may be: headers, second tables, headings, short rows, parts."""
