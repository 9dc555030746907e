"""For commands that listen."""

import socket

import pytest


@pytest.fixture
def unused_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
