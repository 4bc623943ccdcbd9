"""Old spreadsheets in: an uploaded and checked register becomes files, episodes and cases."""
