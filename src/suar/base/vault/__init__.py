"""What is sealed: values encrypted for one organisation, record and field group, and their keys."""
