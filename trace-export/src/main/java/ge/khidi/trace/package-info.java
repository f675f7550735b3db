/**
 * How spans leave the process: to Zipkin, to an OTLP collector, or nowhere. Finished spans of any instrumentation arrive here;
 * only what an allow-list names goes on, so that a trace holds no personal data whatever a library writes into its spans.
 * Nothing else in the platform exports spans.
 */
@NullMarked
package ge.khidi.trace;

import org.jspecify.annotations.NullMarked;
