package ge.khidi.sharing.pages;

/** One of several codes to choose from, with its word in the visitor's language. */
public record Choice(String code, String word, boolean chosen) {}
