package ge.khidi.contract.entity;

/** The kind of an identifier by which someone is reached. */
public enum CommunicationType {
    PHONE,
    EMAIL,
    IMEI,
    IMSI,
    ACCOUNT,
    OTHER
}
