"""Starting Jalur on one machine: the database, the processes, the preparation, the translations."""
