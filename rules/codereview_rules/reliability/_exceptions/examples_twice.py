"""Examples of errors that are logged twice."""

from __future__ import annotations

from codereview.api import Bad, Good

_LOG = "import logging\n\nlog = logging.getLogger(__name__)\n\n"


def _two(
    inner: str, outer: str, between: str = "", caught: str = "Exception", taken: str = "Exception"
) -> str:
    return (
        _LOG
        + "class LoadError(Exception): ...\n\ndef load(source):\n    try:\n        return source.fetch()\n"
        f"    except {caught} as error:\n        {inner}\n\n{between}def use(source):\n    try:\n"
        f"        {'middle' if between else 'load'}(source)\n    except {taken} as error:\n        {outer}\n"
    )


_RAISED = "log.error('no: %s', error)\n        raise"
_AGAIN = "log.error('not used: %s', error)"
_NEW = "log.exception('no')\n        raise LoadError(source) from error"
BAD: tuple[Bad, ...] = (
    Bad(_two(_RAISED, _AGAIN), lines=(11,)),
    Bad(_two(_RAISED, "log.exception('not used')"), lines=(11,)),
    Bad(_two(_NEW, _AGAIN), lines=(11,)),
    Bad(_two(_NEW, _AGAIN, taken="LoadError"), lines=(11,)),
    Bad(_two(_RAISED, _AGAIN, "def middle(source):\n    return load(source)\n\n"), lines=(11,)),
    Bad(
        _two(
            _RAISED,
            _AGAIN,
            "def middle(source):\n    try:\n        return load(source)\n    except KeyError:\n"
            "        return None\n\n",
        ),
        lines=(11,),
    ),
    Bad(_two(_RAISED, _AGAIN, caught="ValueError", taken="(KeyError, ValueError)"), lines=(11,)),
    Bad(
        _LOG + "def use(source):\n    try:\n        try:\n            source.fetch()\n"
        "        except OSError as error:\n"
        "            log.error('no: %s', error)\n            raise\n    except Exception:\n"
        "        log.exception('not used')\n",
        lines=(10,),
    ),
)
_CLEANING = (
    "try:\n            source.close()\n        except OSError as other:\n"
    "            log.warning('still open: %s', other)\n"
)
_STATUS = (
    _LOG
    + "import requests\n\ndef ask(url):\n    answer = requests.get(url)\n    try:\n        answer.raise_for_status()\n"
    "    except OSError:\n        log.error('refused')\n        raise\n    return answer\n\n"
    "def use(url):\n    try:\n        return ask(url)\n"
)
_OTHERS = "    except OSError:\n        log.error('not used')\n        raise\n"
BAD += (Bad(_STATUS + _OTHERS, lines=(12,)),)
GOOD = (
    Good(  # the first clause that takes what a refusal raises ends it
        _STATUS
        + "    except requests.exceptions.HTTPError as error:\n        if error.response.status_code != 400:\n"
        "            raise\n" + _OTHERS
    ),
    Good(_two(_CLEANING + "        raise", _AGAIN)),  # what it logs is another error
    Good(_two("raise LoadError(source) from error", _AGAIN)),
    Good(_two("log.error('no: %s', error)\n        return None", _AGAIN)),
    Good(_two(_RAISED, "return None")),
    Good(_two("log.debug('no: %s', error)\n        raise", _AGAIN)),
    Good(_two(_NEW, _AGAIN, taken="KeyError")),
    Good(_two(_RAISED, _AGAIN, caught="ValueError", taken="OSError")),
    Good(
        _two(
            _RAISED,
            _AGAIN,
            "def middle(source):\n    try:\n        return load(source)\n    except Exception:\n"
            "        return None\n\n",
        )
    ),
    Good(_two(_RAISED, _AGAIN, "def middle(source):\n    return lambda: load(source)\n\n")),
)
