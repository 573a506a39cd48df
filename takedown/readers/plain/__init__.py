"""Text with delimiters: from bytes on the disk to records, each with its place."""
