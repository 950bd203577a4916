ARG ROOT
FROM ${ROOT}
COPY postgresql.conf /etc/demerit/postgresql.conf
COPY opt /opt
COPY node /usr/local/bin/node
COPY database healthy /usr/local/bin/
ENV LANG=C.UTF-8 PGUSER=documentdb PGDATABASE=postgres PGHOST=/run/database PGPORT=5432
VOLUME /data/db
EXPOSE 27017
ENTRYPOINT ["/usr/local/bin/database"]
