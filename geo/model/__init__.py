"""What the atlas is made of: the tables, the statements about incidents, and the atlas itself."""
