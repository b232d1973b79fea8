"""Settings, addresses, the `jalur` command. Nobody imports it."""
