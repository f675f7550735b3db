package ge.khidi.sharing.stream;

import ge.khidi.sharing.feed.Reader;

/** A stream that is open: who reads it, how far, and the way out. Touched on the context of {@link Streams} only. */
record OpenStream(Reader reader, Channel channel, Progress progress, Outlet outlet, Runnable ended) {

    /** What there is to tell, as this reader gets it. */
    String print(Chunk chunk) {
        StringBuilder text = new StringBuilder();
        chunk.all()
                .forEach(told -> text.append(ServerSentEvents.event(
                        channel.carried().cursors().print(told.place(), reader.caller()),
                        channel.carried().event(),
                        told.json().apply(reader.caller()))));
        return text.toString();
    }

    boolean wants() {
        return progress.wants(channel.end());
    }

    boolean isOpen() {
        return channel.streams().contains(this);
    }

    /** Who reads stands only in the audit log. */
    @Override
    public String toString() {
        return "OpenStream[" + reader.caller().agency() + "]";
    }
}
