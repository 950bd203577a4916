ARG ROOT
FROM ${ROOT}
# What docker-compose.yml and the tests expect of the official image: its ports, its volume, its plugins.
RUN printf '[rabbitmq_management,rabbitmq_prometheus].\n' >/etc/rabbitmq/enabled_plugins && mkdir -p /etc/rabbitmq/conf.d
COPY broker /usr/local/bin/broker
ENV LANG=C.UTF-8 HOME=/var/lib/rabbitmq RABBITMQ_LOGS=- RABBITMQ_CONF_ENV_FILE=/dev/null RUNNING_UNDER_SYSTEMD=true
VOLUME /var/lib/rabbitmq
EXPOSE 5672 15672 15692
ENTRYPOINT ["/usr/local/bin/broker"]
