"""What people send, read: form exports, messages, pictures, packed notices, and other workspaces' reports.

Nothing here is believed more than it shows. Files come from anybody: each is read within limits, no link is followed,
no picture opened, nothing unpacked to the disk, and one bad file never stops the rest.
"""
