/** What a spreadsheet gets. */
@NullMarked
package ge.khidi.sharing.csv;

import org.jspecify.annotations.NullMarked;
