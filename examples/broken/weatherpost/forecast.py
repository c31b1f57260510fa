"""Tomorrow's weather from Open-Meteo."""

from dataclasses import dataclass

import httpx

from weatherpost.towns import position

ADDRESS = "https://api.open-meteo.com/v1/forecast"


@dataclass(frozen=True)
class Forecast:
    low: float
    high: float
    rain: float


async def tomorrow(town: str) -> Forecast:
    """The forecast for a town that is known."""
    latitude, longitude = position(town)
    asked = {
        "latitude": latitude,
        "longitude": longitude,
        "daily": "temperature_2m_min,temperature_2m_max,precipitation_sum",
        "timezone": "auto",
    }
    async with httpx.AsyncClient(timeout=10) as client:
        answer = await client.get(ADDRESS, params=asked)
        answer.raise_for_status()
    days = answer.json()["daily"]
<<<<<<< HEAD
    return Forecast(days["temperature_2m_min"][1], days["temperature_2m_max"][1], days["precipitation_sum"][1])
=======
    low, high = days["temperature_2m_min"][1], days["temperature_2m_max"][1]
    return Forecast(low=low, high=high, rain=days["precipitation_sum"][1])
>>>>>>> keyword-arguments
