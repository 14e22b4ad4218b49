"""What people write into files and variables, checked as a whole before anything runs."""
