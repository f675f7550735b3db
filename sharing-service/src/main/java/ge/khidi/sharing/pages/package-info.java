/**
 * The officers' pages: what every page of this service has in common. A person who has signed in at Keycloak arrives here and becomes a
 * {@link ge.khidi.sharing.pages.Visit}: who it is, in which language, for which purpose and case. What a page shows is decided by the
 * stations it belongs to ({@code feed}, {@code recall}, {@code release}), by the same code that answers the API; here it only gets its words
 * and its frame.
 */
@NullMarked
package ge.khidi.sharing.pages;

import org.jspecify.annotations.NullMarked;
