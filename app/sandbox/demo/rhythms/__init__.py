"""What comes back every day, week, month or quarter in most books."""
