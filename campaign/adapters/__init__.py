"""The outside world behind ports: page engines, ffmpeg, stores, the broker. Knows no Django."""
