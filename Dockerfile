FROM swift:6.3-noble AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libcmark-gfm-dev libcmark-gfm-extensions-dev libcurl4-openssl-dev libmagic-dev libpq-dev libqrencode-dev libsodium-dev libuchardet-dev libxlsxwriter-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Dependencies first: they are fetched again only when the manifest changes.
COPY Package.swift ./
RUN swift package resolve
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product server \
    && swift build -c release --product console \
    && install -D -t /programs .build/release/server .build/release/console

FROM swift:6.3-noble-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates curl libcmark-gfm-extensions0.29.0.gfm.6 libcurl4t64 libmagic1t64 libpq5 libqrencode4 libsodium23 libuchardet0 libxlsxwriter-dev tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --home-dir /app tessera \
    && install -d -o tessera -g tessera /files
WORKDIR /app
COPY --from=build /programs/ /usr/local/bin/
COPY templates templates
ENV PORT=8080 STORAGE_DIR=/files
USER tessera
EXPOSE 8080
VOLUME /files
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD curl -fsS "http://127.0.0.1:$PORT/health/ready" >/dev/null
CMD ["server"]
