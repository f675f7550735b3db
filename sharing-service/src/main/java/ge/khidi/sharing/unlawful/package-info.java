/**
 * Earlier disclosures that were unlawful (Directive (EU) 2016/680 Art. 7(3)). A policy officer declares them, another confirms; then whoever had the
 * events is told to erase them, also where they were no longer offered, releases of them are revoked, nothing of them comes to these partners
 * again, and originators are told. What the partners did about it is answered in {@code recall}.
 */
@NullMarked
package ge.khidi.sharing.unlawful;

import org.jspecify.annotations.NullMarked;
