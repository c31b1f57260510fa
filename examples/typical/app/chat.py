"""Messages to the team chat."""

import requests

from app.settings import settings


def send(text):
    """Posts a message; without a webhook nothing happens."""
    if not settings.chat_webhook:
        return
    try:
        requests.post(settings.chat_webhook, json={"text": text})
    except Exception:
        pass


def announce(booking):
    send(f"{booking.user.name} booked {booking.room.name} for {booking.title}")
