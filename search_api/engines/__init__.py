"""The engines that answer questions: embedded (tantivy) and Elasticsearch."""
