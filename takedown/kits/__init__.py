"""Packets for artists who do without the program: a roster's rows in, one zip for each out. Nothing is mailed."""

from takedown.kits.making import Maker, maker
from takedown.kits.roster import Roster, read_roster
from takedown.kits.values import Entry, Packet, State

__all__ = ["Entry", "Maker", "Packet", "Roster", "State", "maker", "read_roster"]
