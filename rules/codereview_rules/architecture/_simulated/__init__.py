"""Work that is only pretended."""
