package ge.khidi.sharing.release;

import ge.khidi.contract.AgencyId;

/** What was said before about the same item. */
record Said(int step, Word.Kind kind, AgencyId agency, String subject) {}
