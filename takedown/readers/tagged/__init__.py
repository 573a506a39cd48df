"""Folders of audio files with tags."""
