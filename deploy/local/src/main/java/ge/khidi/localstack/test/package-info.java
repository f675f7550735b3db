/**
 * What tests use: one Kafka and one PostgreSQL per test JVM, shared by all its test classes, and an issuer of tokens shaped like
 * Keycloak's. Quarkus tests name {@link ge.khidi.localstack.test.KafkaAndPostgres} and {@link ge.khidi.localstack.test.TestIssuer}
 * as test resources; anything else calls {@link ge.khidi.localstack.test.SharedStack} directly. Nothing here uses a fixed port.
 */
@NullMarked
package ge.khidi.localstack.test;

import org.jspecify.annotations.NullMarked;
