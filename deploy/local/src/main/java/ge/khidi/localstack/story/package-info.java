/**
 * The story of design section 10, told to a running platform from outside: each agency posts with its own client, an analyst
 * confirms, an officer releases, a plate is corrected. What each reader then gets is read from that reader's own feed, and the
 * table that is printed comes from these answers alone. Persons are invented, places are real.
 */
@NullMarked
package ge.khidi.localstack.story;

import org.jspecify.annotations.NullMarked;
