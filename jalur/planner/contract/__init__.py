"""What goes in and comes out: tables, policy, plan, their check, reading and writing."""
