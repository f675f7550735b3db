package ge.khidi.sharing.feed;

/** Said to the beans of this instance once an append is committed: some feeds or lists may be longer than they were. */
public record FeedsGrew() {}
