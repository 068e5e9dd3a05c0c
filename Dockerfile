# The atlas in a container; docs/deploy.md says how to build and run it.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
# The component is installed in place, so it has its place before and after.
COPY requirements.txt requirements-sign-in.txt ./
COPY map_component map_component
# requirements-sign-in.txt for a server that asks its visitors to sign in.
ARG REQUIREMENTS=requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --only-binary :all: -r $REQUIREMENTS

FROM python:3.11-slim-bookworm
# The door of several processes (ATLAS_WORKERS).
RUN apt-get update \
    && apt-get install --yes --no-install-recommends haproxy \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --home-dir /tmp atlas
WORKDIR /app
COPY --from=packages /venv /venv
COPY app.py server.py serve.py pyproject.toml CHANGELOG.md LICENSE ./
COPY .streamlit/config.toml .streamlit/config.toml
COPY api api
COPY geo geo
COPY map_component map_component
COPY maps maps
COPY pages pages
COPY ui ui
COPY static static
COPY data data
RUN /venv/bin/python -m compileall -q api geo map_component maps ui \
    && install --directory --owner=atlas --group=atlas /cache static/views static/regions
# All that is written to, beside /tmp.
VOLUME ["/cache", "/app/static/views", "/app/static/regions"]
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    ATLAS_CACHE=/cache/atlas \
    MPLCONFIGDIR=/cache/matplotlib \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501 \
    STREAMLIT_SERVER_HEADLESS=true
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['STREAMLIT_SERVER_PORT']), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["python", "serve.py"]
