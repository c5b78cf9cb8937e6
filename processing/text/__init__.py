"""From bytes to text: HTML, PDF, titles, boilerplate and contact blocks."""
