"""Small tools that know nothing of incidents: names, text columns, intervals, words, progress."""
