"""Tests of the front desk as a whole: a running one, with only the assistant replaced."""
