"""Libraries and databases of music: beets, MusicBrainz."""
