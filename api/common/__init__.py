"""What all interfaces share: the data, the query, addresses, conditional answers, refusals."""
