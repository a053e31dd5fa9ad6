"""Entry point of `campaign` and `python -m campaign`."""

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
    from campaign.cli import app

    app()


if __name__ == "__main__":
    main()
