package ge.khidi.sharing.taxii;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.stix.StixProfile;

/** One partner's feed said in STIX under one profile. */
record StixList(int id, short feed, AgencyId partner, StixProfile profile) {

    /** As a profile is stored. */
    static int code(StixProfile profile) {
        return switch (profile) {
            case CORE -> 1;
            case FULL -> 2;
        };
    }

    static StixProfile profile(int code) {
        return code == code(StixProfile.FULL) ? StixProfile.FULL : StixProfile.CORE;
    }
}
