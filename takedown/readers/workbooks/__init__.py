"""Excel workbooks: what may be unpacked, and the cells as a person sees them."""
