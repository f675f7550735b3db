package ge.khidi.contract.entity;

/** Regulation (EU) 2021/581 Annex 2, document fraud. */
public enum DocumentType {
    PASSPORT,
    ID_CARD,
    RESIDENCE_PERMIT,
    VISA,
    BORDER_STAMP,
    DRIVING_LICENCE,
    VEHICLE_REGISTRATION,
    OTHER
}
