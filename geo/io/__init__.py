"""From a data folder to an atlas: reading, checking, quarantine, cache."""
