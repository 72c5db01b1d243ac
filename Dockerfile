# The site as an image: docker build -t chatsite .
# It writes into /var/lib/chatsite alone; docs/operating.md, "In containers".
FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/chatsite
WORKDIR /build
COPY requirements.lock ./
RUN /opt/chatsite/bin/pip install --require-hashes -r requirements.lock
COPY . ./
RUN /opt/chatsite/bin/pip install --no-deps --no-build-isolation . \
    && /opt/chatsite/bin/pip uninstall --yes pip

FROM python:3.13-slim-trixie
# For first pages of PDFs. Debian lets go of a release as the next one comes.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends poppler-utils \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/chatsite chatsite
COPY --from=build /opt/chatsite /opt/chatsite
ENV PATH=/opt/chatsite/bin:/usr/local/bin:/usr/bin:/bin \
    CHAT_DATA_DIR=/var/lib/chatsite \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /var/lib/chatsite
USER 10001
VOLUME /var/lib/chatsite
EXPOSE 8000 9000 9001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
ENTRYPOINT ["chatsite"]
CMD ["serve", "--bind", "0.0.0.0:8000", "--plain", "0.0.0.0:9000", "--json", "0.0.0.0:9001"]
