"""What a link shows where it is shared: title, description and picture of the page behind it."""
