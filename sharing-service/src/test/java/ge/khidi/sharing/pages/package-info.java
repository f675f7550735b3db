/** Tests of the officers' pages, with people who sign in at the real Keycloak. */
@NullMarked
package ge.khidi.sharing.pages;

import org.jspecify.annotations.NullMarked;
