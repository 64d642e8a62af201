"""The clinic's rules: no web server, no dialogue engine, no database. Runs on Python 3.10 to 3.13."""
