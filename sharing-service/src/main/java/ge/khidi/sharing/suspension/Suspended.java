package ge.khidi.sharing.suspension;

import ge.khidi.contract.AgencyId;

/** Said to the beans of this instance once a suspension is committed. */
public record Suspended(AgencyId agency) {}
