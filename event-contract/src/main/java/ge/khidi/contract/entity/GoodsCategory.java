package ge.khidi.contract.entity;

/** Regulation (EU) 2021/581 Annex 1. */
public enum GoodsCategory {
    DRUGS,
    VEHICLES,
    WEAPONS_AND_EXPLOSIVES,
    TOBACCO,
    CIGARETTES,
    ALCOHOL,
    ENERGY_PRODUCTS,
    CULTURAL_OBJECTS,
    MONEY,
    OTHER
}
