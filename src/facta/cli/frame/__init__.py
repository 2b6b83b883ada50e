"""What every command shares: the door, its options, their completion, and how answers are shown."""
