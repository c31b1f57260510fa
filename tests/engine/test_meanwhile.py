"""Work that a copy of the process does meanwhile."""

from __future__ import annotations

import os
import threading

import pytest

from codereview.engine.copies import Meanwhile, can_copy


def test_the_copy_does_the_work_and_this_process_gets_the_result() -> None:
    found = Meanwhile(lambda: (os.getpid(), "name\udcff")).result()
    assert found[1] == "name\udcff"
    assert (found[0] != os.getpid()) is can_copy()


def test_what_fails_in_the_copy_is_done_and_raised_here() -> None:
    def fails() -> int:
        raise ValueError("no good")

    meanwhile = Meanwhile(fails)
    with pytest.raises(ValueError, match="no good"):
        meanwhile.result()


def test_what_ends_the_copy_is_done_here() -> None:
    home = os.getpid()

    def dies() -> int:
        if os.getpid() != home:
            os._exit(9)
        return 7

    assert Meanwhile(dies).result() == 7


def test_what_cannot_be_sent_is_done_here() -> None:
    assert Meanwhile(lambda: lambda: 3).result()() == 3


def test_with_another_thread_nothing_is_copied() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert not can_copy()
        assert Meanwhile(os.getpid).result() == os.getpid()
    finally:
        waiting.set()
        thread.join()
