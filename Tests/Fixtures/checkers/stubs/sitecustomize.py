"""The server is written for Python 3.12; this is what it lacks on 3.11: pydantic wants the newer TypedDict there."""
import sys, typing

if sys.version_info < (3, 12):
    try:
        import typing_extensions

        typing.TypedDict = typing_extensions.TypedDict
    except ImportError:
        pass
