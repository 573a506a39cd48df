"""How makers of files name their columns, and how a row under such a header becomes a row of the catalog."""
