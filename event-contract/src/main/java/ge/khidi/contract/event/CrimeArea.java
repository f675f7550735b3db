package ge.khidi.contract.event;

/**
 * The 30 crime areas of Regulation (EU) 2016/794 Annex I, in its order and words; needed only for release to Europol.
 */
public enum CrimeArea {
    TERRORISM("terrorism"),
    ORGANISED_CRIME("organised crime"),
    DRUG_TRAFFICKING("drug trafficking"),
    MONEY_LAUNDERING_ACTIVITIES("money-laundering activities"),
    CRIME_CONNECTED_WITH_NUCLEAR_AND_RADIOACTIVE_SUBSTANCES("crime connected with nuclear and radioactive substances"),
    IMMIGRANT_SMUGGLING("immigrant smuggling"),
    TRAFFICKING_IN_HUMAN_BEINGS("trafficking in human beings"),
    MOTOR_VEHICLE_CRIME("motor vehicle crime"),
    MURDER_AND_GRIEVOUS_BODILY_INJURY("murder and grievous bodily injury"),
    ILLICIT_TRADE_IN_HUMAN_ORGANS_AND_TISSUE("illicit trade in human organs and tissue"),
    KIDNAPPING_ILLEGAL_RESTRAINT_AND_HOSTAGE_TAKING("kidnapping, illegal restraint and hostage-taking"),
    RACISM_AND_XENOPHOBIA("racism and xenophobia"),
    ROBBERY_AND_AGGRAVATED_THEFT("robbery and aggravated theft"),
    ILLICIT_TRAFFICKING_IN_CULTURAL_GOODS(
            "illicit trafficking in cultural goods, including antiquities and works of art"),
    SWINDLING_AND_FRAUD("swindling and fraud"),
    CRIME_AGAINST_THE_FINANCIAL_INTERESTS_OF_THE_UNION("crime against the financial interests of the Union"),
    INSIDER_DEALING_AND_FINANCIAL_MARKET_MANIPULATION("insider dealing and financial market manipulation"),
    RACKETEERING_AND_EXTORTION("racketeering and extortion"),
    COUNTERFEITING_AND_PRODUCT_PIRACY("counterfeiting and product piracy"),
    FORGERY_OF_ADMINISTRATIVE_DOCUMENTS_AND_TRAFFICKING_THEREIN(
            "forgery of administrative documents and trafficking therein"),
    FORGERY_OF_MONEY_AND_MEANS_OF_PAYMENT("forgery of money and means of payment"),
    COMPUTER_CRIME("computer crime"),
    CORRUPTION("corruption"),
    ILLICIT_TRAFFICKING_IN_ARMS("illicit trafficking in arms, ammunition and explosives"),
    ILLICIT_TRAFFICKING_IN_ENDANGERED_ANIMAL_SPECIES("illicit trafficking in endangered animal species"),
    ILLICIT_TRAFFICKING_IN_ENDANGERED_PLANT_SPECIES_AND_VARIETIES(
            "illicit trafficking in endangered plant species and varieties"),
    ENVIRONMENTAL_CRIME("environmental crime, including ship-source pollution"),
    ILLICIT_TRAFFICKING_IN_HORMONAL_SUBSTANCES_AND_OTHER_GROWTH_PROMOTERS(
            "illicit trafficking in hormonal substances and other growth promoters"),
    SEXUAL_ABUSE_AND_SEXUAL_EXPLOITATION(
            "sexual abuse and sexual exploitation, including child abuse material and solicitation of children for sexual purposes"),
    GENOCIDE_CRIMES_AGAINST_HUMANITY_AND_WAR_CRIMES("genocide, crimes against humanity and war crimes");

    private final String title;

    CrimeArea(String title) {
        this.title = title;
    }

    /** The words of the Annex. */
    public String title() {
        return title;
    }
}
