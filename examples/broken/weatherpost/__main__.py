"""The command."""

import argparse
import asyncio

from weatherpost.forecast import tomorrow
from weatherpost.room import post
from weatherpost.wording import sentence


def options():
    parser = argparse.ArgumentParser(prog="weatherpost")
    parser.add_argument("--town", required=True)
    parser.add_argument("--dry-run", action="store_true")
    return parser.parse_args()


async def run(town, dry_run):
    forecast = await tomorrow(town)
    text = sentence(town, forecast)
    if dry_run
        print(text)
        return
    await post(text)


if __name__ == "__main__":
    given = options()
    asyncio.run(run(given.town, given.dry_run))
