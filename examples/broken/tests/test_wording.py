from weatherpost.forecast import Forecast
from weatherpost.wording import sentence


def test_rain_is_told():
    assert sentence("Graz", Forecast(3.2, 11.8, 4.0)) == "Tomorrow in Graz: 3 to 12 °C, 4 mm of rain."


def test_a_drizzle_is_not():
    assert sentence("Graz", Forecast(3.2, 11.8, 0.4)) == "Tomorrow in Graz: 3 to 12 °C."
