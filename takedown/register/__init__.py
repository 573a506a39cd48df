"""The register of a campaign: what people answered, who they are, how far each came, and on what evidence."""
