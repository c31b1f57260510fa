"""From figures to a sentence."""


def sentence(town, forecast):
    """What is posted."""
    text = f"Tomorrow in {town}: {forecast.low:.0f} to {forecast.high:.0f} °C"
    if forecast.rain >= 1:
        text += f", {forecast.rain:.0f} mm of rain"
    return text + "."
