"""How incidents look on any map: colours and shapes, sites, symbols set apart."""
