#!/bin/sh
# Creates the topics of the event contract on a broker: create-topics.sh HOST:PORT
# The same declaration as ge.khidi.contract.Topics and the local stack; a test holds the three together.
set -eu
broker=${1:?usage: create-topics.sh HOST:PORT}
kafka_topics=${KAFKA_TOPICS:-/opt/kafka/bin/kafka-topics.sh}

compacted="--config cleanup.policy=compact --config max.message.bytes=1000000 --config min.compaction.lag.ms=604800000 --config max.compaction.lag.ms=864000000"
kept="--config cleanup.policy=delete --config retention.ms=604800000"

create() { # name, settings
  # shellcheck disable=SC2086
  "$kafka_topics" --bootstrap-server "$broker" --create --if-not-exists --topic "$1" --partitions 8 $2
}

create border-events "$compacted"
create crime-events "$compacted"
create analyst-decisions "$compacted"
create analysis-products "$compacted"
create suspensions "$compacted"
create intake.suspensions.dead-letter "$kept"
create analysis.border-events.dead-letter "$kept"
create analysis.crime-events.dead-letter "$kept"
create analysis.analyst-decisions.dead-letter "$kept"
create sharing.border-events.dead-letter "$kept"
create sharing.crime-events.dead-letter "$kept"
create sharing.analyst-decisions.dead-letter "$kept"
create sharing.analysis-products.dead-letter "$kept"
