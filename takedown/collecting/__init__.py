"""Sources → a catalog: rows are judged, matched, merged; good ones enter catalog.csv, bad ones come back.

    files ──read──► rows ──judge──► cells ──match──► entries ──settle──► catalog.csv
                              └──► rejected.csv        └──sales──► statements.csv

Importing twice changes nothing. Nothing that stands in the catalog is overwritten.
"""

from takedown.collecting.collected import Collected, Received
from takedown.collecting.collector import Opening, Place, collect

__all__ = ["Collected", "Opening", "Place", "Received", "collect"]
