"""What a user typed, as a tree that every engine can compile."""
