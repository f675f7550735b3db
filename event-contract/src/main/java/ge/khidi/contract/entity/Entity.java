package ge.khidi.contract.entity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import ge.khidi.contract.LocalId;

/** Something an event is about, named by {@code id} inside the event; {@code kind} tells which in JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Person.class, name = "PERSON"),
    @JsonSubTypes.Type(value = Organisation.class, name = "ORGANISATION"),
    @JsonSubTypes.Type(value = Location.class, name = "LOCATION"),
    @JsonSubTypes.Type(value = Transport.class, name = "TRANSPORT"),
    @JsonSubTypes.Type(value = IdentityDocument.class, name = "IDENTITY_DOCUMENT"),
    @JsonSubTypes.Type(value = Firearm.class, name = "FIREARM"),
    @JsonSubTypes.Type(value = Goods.class, name = "GOODS"),
    @JsonSubTypes.Type(value = Communication.class, name = "COMMUNICATION"),
    @JsonSubTypes.Type(value = FinancialAccount.class, name = "FINANCIAL_ACCOUNT"),
    @JsonSubTypes.Type(value = CyberObservable.class, name = "CYBER_OBSERVABLE")
})
public sealed interface Entity
        permits Person,
                Organisation,
                Location,
                Transport,
                IdentityDocument,
                Firearm,
                Goods,
                Communication,
                FinancialAccount,
                CyberObservable {

    LocalId id();

    Nature nature();
}
