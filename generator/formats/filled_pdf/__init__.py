"""PDFs that come back filled in, from any viewer: read under limits, field by field."""
