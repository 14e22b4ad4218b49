"""What others do, each as a controller: their published rules in our words, so that all play the same day."""
