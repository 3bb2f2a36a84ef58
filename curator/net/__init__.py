"""The way to the network: one client with timeouts, bounds, cancel and manners. What is heavy is imported with the first question."""

from curator.net.client import Answer, Net
from curator.net.faults import NoAnswer, WrongAnswer
from curator.net.patience import patiently

__all__ = ["Answer", "Net", "NoAnswer", "WrongAnswer", "patiently"]
