# syntax=docker/dockerfile:1
# Lorekeeper in one image: the service (`node dist/main.js`), its commands (`node dist/cli.js …`), and the page.
# Everything that it keeps lies in /data.

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
# .npmrc asks for the build tools whatever NODE_ENV says; the last stage takes the built program alone.
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY scripts ./scripts
COPY migrations ./migrations
COPY universes ./universes
COPY src ./src
COPY web ./web
COPY deploy/runtime-modules.mjs ./deploy/
COPY openapi.json ./
RUN npm run build && node deploy/runtime-modules.mjs /runtime

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Lorekeeper" \
      org.opencontainers.image.description="Keeps a wiki near the game: a fault-tolerant backend for game clients" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
# The last two give memory back to the system as soon as it is free.
ENV NODE_ENV=production \
    PORT=8000 \
    CACHE_DIR=/data/canon_cache \
    CONTENT_DIR=/data/wiki_content_cache \
    IMAGE_CACHE_DIR=/data/image_cache \
    DATA_DIR=/data/private \
    LOG_FORMAT=json \
    MALLOC_MMAP_THRESHOLD_=65536 \
    MALLOC_ARENA_MAX=2
COPY --from=build /runtime/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/web/dist ./web/dist
COPY --from=build /app/universes ./universes
COPY --from=build /app/package.json /app/openapi.json ./
COPY LICENSE ./
# Given to the user before the volume is declared: a new volume takes over owner and mode.
RUN mkdir -p /data/canon_cache /data/wiki_content_cache /data/image_cache /data/private \
    && chown -R node:node /data
USER node
VOLUME /data
EXPOSE 8000
# /live answers within a second of the start, whatever the data and Postgres do; there is no curl in the image.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# With a bound, the engine collects garbage sooner. What is alive takes a twentieth of it.
CMD ["node", "--max-old-space-size=1024", "dist/main.js"]
