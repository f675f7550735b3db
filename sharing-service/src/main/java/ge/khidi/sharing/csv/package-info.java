/** Lines of comma-separated values, for a report, a list of items or a feed: whoever has words and numbers in columns prints them here. */
@NullMarked
package ge.khidi.sharing.csv;

import org.jspecify.annotations.NullMarked;
