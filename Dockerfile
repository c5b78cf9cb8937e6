# One image for every part: the compose file says which program a container runs.
FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 10001 protection \
    && mkdir /data && chown protection:protection /data
WORKDIR /app

# Dependencies first: they change seldom, and the layer is kept.
COPY pyproject.toml constraints.txt README.md LICENSE ./
RUN pip install --no-cache-dir --disable-pip-version-check -c constraints.txt uv \
    && uv pip compile --quiet --extra crawl --extra airflow --extra celery --extra postgres --extra elasticsearch -c constraints.txt \
        -o /tmp/requirements.txt pyproject.toml \
    && uv pip install --system --no-cache -r /tmp/requirements.txt

COPY . .
RUN uv pip install --system --no-cache --no-deps -e .

USER protection
ENV PROTECTION_NEWS_DATA=/data \
    PROTECTION_NEWS_HOST=0.0.0.0 \
    AIRFLOW_HOME=/data/airflow \
    PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["protection-news", "serve"]
