/**
 * What a partner may have, said to that partner alone. Its entry in the registry and the rules in force arrive here, and leave as rights by
 * type of event; no event is looked at, so nothing is said of what there is, and of nobody else.
 */
@NullMarked
package ge.khidi.sharing.rights;

import org.jspecify.annotations.NullMarked;
