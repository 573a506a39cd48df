"""Withdraw recordings from a platform, and prove that you asked."""
