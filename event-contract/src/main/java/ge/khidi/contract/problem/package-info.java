/**
 * What every service answers when it cannot do what was asked: a problem document of RFC 9457 with a type from one catalogue.
 * A client branches on the type; a person reads the title. Neither ever holds an exception's text or an offending value.
 */
@NullMarked
package ge.khidi.contract.problem;

import org.jspecify.annotations.NullMarked;
