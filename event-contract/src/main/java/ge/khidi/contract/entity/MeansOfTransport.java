package ge.khidi.contract.entity;

/** Regulation (EU) 2021/581 Annex 2, with motorcycles beside passenger cars. */
public enum MeansOfTransport {
    FLIGHT,
    VESSEL,
    CONTAINER,
    LORRY,
    PASSENGER_CAR,
    MOTORCYCLE,
    BUS,
    TRAIN,
    PEDESTRIAN,
    FREIGHT_PARCEL,
    OTHER
}
