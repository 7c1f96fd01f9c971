# syntax=docker/dockerfile:1

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# The Swift runtime goes into the binary, so the image below needs none; libpq stays the system's, with its updates.
RUN --mount=type=cache,target=/src/.build,sharing=locked \
    swift build -c release --product parklog --static-swift-stdlib \
    && install -D -m 0755 .build/release/parklog /out/parklog

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libpq5 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin parklog
COPY --from=build /out/parklog /usr/local/bin/parklog
USER 10001:10001
ENTRYPOINT ["parklog"]
CMD ["serve"]
