"""Where towns are."""

TOWNS = {
    "Graz": (47.07, 15.44),
    "Linz": (48.31, 14.29),
    "Wien": (48.21, 16.37),
}


def position(town: str) -> tuple[float, float]:
    """Latitude and longitude."""
    return TOWNS[town]
