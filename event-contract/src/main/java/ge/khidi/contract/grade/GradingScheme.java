package ge.khidi.contract.grade;

/** The scheme in which the originator graded. */
public enum GradingScheme {
    /** Regulation (EU) 2016/794 Art. 29: source A B C X, information 1 to 4. */
    EUROPOL_4X4,
    /** Former UK 5x5x5: source A to E, information 1 to 5. */
    UK_5X5X5,
    /** UK 3x5x2: source 1 to 3, information A to E. */
    UK_3X5X2,
    /** NATO / Admiralty: source A to F, information 1 to 6. */
    ADMIRALTY_6X6
}
