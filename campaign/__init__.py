"""The campaign pipeline: stories and statistics in, pictures and loops on public screens out."""
