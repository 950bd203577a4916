ARG ROOT
FROM ${ROOT}
# What docker-compose.yml expects of the official image: where the program is, its folder, its user.
COPY prometheus promtool /bin/
RUN install -d -o nobody -g nogroup /prometheus
VOLUME /prometheus
USER nobody
EXPOSE 9090
ENTRYPOINT ["/bin/prometheus"]
