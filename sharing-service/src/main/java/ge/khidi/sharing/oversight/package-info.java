/**
 * Who received my information? An originator asks here, and is told agency and time of everything its feeds offered, showed and recalled,
 * with the answers; never the name of a person. Auditors and data-protection officers may ask about any event.
 */
@NullMarked
package ge.khidi.sharing.oversight;

import org.jspecify.annotations.NullMarked;
