# One image for web, worker, beat and the one-off migration; what it does is its command.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

# The parts change seldom, our code daily: install them in a layer of their own.
COPY pyproject.toml constraints.txt README.md LICENSE ./
RUN python3 -m venv /venv && mkdir -p campaign workers && touch campaign/__init__.py workers/__init__.py \
    && /venv/bin/pip install --quiet --constraint constraints.txt --editable .
ENV PATH=/venv/bin:$PATH

# What `campaign backup` copies the database with must be of the server's version; Debian's own is older.
ARG POSTGRES=17
RUN command -v pg_dump >/dev/null || { \
    apt-get update --quiet && apt-get install --yes --quiet --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --quiet --no-install-recommends postgresql-client-${POSTGRES} \
    && rm -rf /var/lib/apt/lists/*; }

COPY campaign campaign
COPY workers workers
COPY templates templates
COPY assets assets
COPY schedules schedules
COPY deploy/healthy /usr/local/bin/healthy
# Static files need no step: the web server serves them straight from the packages.
RUN /venv/bin/pybabel --quiet compile --domain django --directory campaign/locale \
    && useradd --system --create-home --home-dir /data campaign

USER campaign
ENV CAMPAIGN_HOME=/data DJANGO_SETTINGS_MODULE=campaign.settings
EXPOSE 8000
CMD ["campaign", "serve", "--host", "0.0.0.0", "--port", "8000"]
