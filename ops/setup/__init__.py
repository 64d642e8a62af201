"""Everything between a fresh clone and a running product; standard library only, so any Python >= 3.9 can start it."""
