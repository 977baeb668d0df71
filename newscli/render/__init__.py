"""What people and programs see: screens (Rich) and machine formats."""
