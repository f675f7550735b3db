package ge.khidi.contract.entity;

/** The kind of a cyber observable, as the STIX 2.1 observable of the same name. */
public enum ObservableType {
    DOMAIN_NAME,
    URL,
    IPV4,
    IPV6,
    EMAIL_ADDRESS,
    FILE_SHA256,
    FILE_SHA1,
    FILE_MD5
}
