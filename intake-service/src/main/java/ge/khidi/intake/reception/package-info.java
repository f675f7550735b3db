/**
 * Where an agency speaks, one event at a time. A request arrives here with its token and its body; the body is read once, up to a limit,
 * and becomes a command or a list of everything wrong with it. The register decides and keeps; the receipt goes back.
 */
@NullMarked
package ge.khidi.intake.reception;

import org.jspecify.annotations.NullMarked;
