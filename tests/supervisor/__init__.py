"""Tests of the supervisor and of the command line."""
