"""Withdraw recordings from a platform, and prove that you asked."""

__version__ = "0.1.0"
