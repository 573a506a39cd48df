"""Ways by which a message or a packet leaves: each in a module of its own, imported where it is used."""
