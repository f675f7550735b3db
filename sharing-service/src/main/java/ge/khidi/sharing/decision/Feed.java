package ge.khidi.sharing.decision;

import ge.khidi.sharing.policy.Partner;

/** A partner's feed, by the small number its rows carry. */
public record Feed(short id, Partner partner) {}
