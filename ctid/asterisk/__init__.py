"""Asterisk ends here: AMI and FastAGI on one side, the model's reports and effects on the other."""
