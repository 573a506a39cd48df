"""DDEX ERN messages, 3.8 and 4: hardened and read entry by entry."""
