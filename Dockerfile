# One image for all services: which one a container is, its command says (docker-compose.yml). No `# syntax` line on
# purpose: it would make every build fetch a frontend image.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Both secrets may be empty: npm settings (a registry of one's own) and certificates for a network that inspects TLS.
# The packages' own scripts are not run: none of what we use needs one.
RUN --mount=type=secret,id=npmrc,target=/run/secrets/npmrc \
    --mount=type=secret,id=ca,target=/run/secrets/ca \
    --mount=type=cache,target=/tmp/npm-cache \
    export NPM_CONFIG_USERCONFIG=/run/secrets/npmrc NODE_EXTRA_CA_CERTS=/run/secrets/ca NPM_CONFIG_CACHE=/tmp/npm-cache && \
    export NPM_CONFIG_AUDIT=false NPM_CONFIG_FUND=false NPM_CONFIG_LOGLEVEL=error NPM_CONFIG_IGNORE_SCRIPTS=true && \
    npm ci --omit=dev && mkdir /for-running && mv node_modules /for-running && npm ci

FROM packages AS built
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY apps apps
COPY tools tools
COPY infra infra
RUN npm run --silent build

FROM ${NODE_IMAGE} AS service
# Production unless told otherwise: an image that is started without any settings refuses development keys.
# How much heap it may take Node sees by the container's limit; but below 512 MB it makes the young generation so small
# (1 MB) that collecting it costs a quarter of the processor.
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps --max-semi-space-size=8" HTTP_HOST=0.0.0.0 HTTP_PORT=3000 DEMERIT_HOME=/var/lib/demerit
# A volume takes the owner of the folder it is mounted over.
RUN mkdir -p /var/lib/demerit /backups && chown 1000:1000 /var/lib/demerit /backups
WORKDIR /app
COPY --from=built /app/package.json ./
COPY --from=packages /for-running/node_modules node_modules
COPY --from=built /app/dist dist
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --start-interval=3s --retries=3 CMD ["node", "dist/infra/compose/healthy.js"]
CMD ["node", "dist/apps/gateway/src/main.js"]
