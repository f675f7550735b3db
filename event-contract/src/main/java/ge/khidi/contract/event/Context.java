package ge.khidi.contract.event;

/** Whether it happened. An exercise never reaches a feed of the real world, nor the reverse. */
public enum Context {
    REAL,
    EXERCISE
}
