"""Letters that come in: read, understood, matched with the notice they are about, and filed as what they are.

Nothing here is believed. A letter is bytes that somebody wrote; it is filed with its notice, and a person decides
what it means. No link is followed, no attachment opened, no HTML shown, and no archive unpacked.
"""
