# syntax=docker/dockerfile:1

# Tags are for readers, digests for the engine; CONTRIBUTING.md says how both are raised.
FROM swift:6.3.3-bookworm@sha256:7060a792f4cd9eaa0d00826d941cec00ab8d252d33b8b28bc8e105f51f2dba73 AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# The Swift runtime goes into the binary, so the image below needs none; libpq stays the system's, with its updates.
RUN --mount=type=cache,target=/src/.build,sharing=locked \
    scripts/versions pin \
    && swift build -c release --product parklog --static-swift-stdlib --force-resolved-versions \
    && install -D -m 0755 .build/release/parklog /out/parklog

FROM debian:bookworm-20260918-slim@sha256:3783cc01769c7b2b1b83a5c5ad96c815348e28ed7da68e2e3687004faa906251
# What Debian has mended since its image was made is taken along.
RUN apt-get update \
    && apt-get upgrade -y \
    && apt-get install -y --no-install-recommends ca-certificates curl libpq5 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin parklog \
    && install -d -m 0700 -o parklog -g parklog /var/lib/parklog
COPY --from=build /out/parklog /usr/local/bin/parklog
USER 10001:10001
ENTRYPOINT ["parklog"]
CMD ["serve"]
