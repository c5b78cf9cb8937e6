"""From one capture to what it says: pages, PDF files and text files, each with its reader."""
