"""Posting to the room."""

import os

import httpx

from weatherpost.retry import with_retries


@with_retries(3)
async def post(text: str) -> None:
    """Posts a text to the room that WEATHERPOST_ROOM names."""
    async with httpx.AsyncClient(timeout=10) as client:
        answer = await client.post(os.environ["WEATHERPOST_ROOM"], json={"text": text})
        answer.raise_for_status()
