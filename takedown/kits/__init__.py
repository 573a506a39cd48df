"""Packets for artists who do without the program: a roster's rows in, one zip for each out. Nothing is mailed."""

from takedown.kits.asking import Occasion
from takedown.kits.entries import Entries, entries_of
from takedown.kits.making import Maker, maker
from takedown.kits.roster import Roster, read_roster
from takedown.kits.values import Content, Entry, Packet, State

__all__ = [
    "Content",
    "Entries",
    "Entry",
    "Maker",
    "Occasion",
    "Packet",
    "Roster",
    "State",
    "entries_of",
    "maker",
    "read_roster",
]
