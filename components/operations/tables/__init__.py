"""What is watched of each kind of thing: rows of data, from which alarms and the dashboard are built."""
