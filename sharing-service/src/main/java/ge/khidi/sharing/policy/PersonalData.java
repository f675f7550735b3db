package ge.khidi.sharing.policy;

import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CyberObservable;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.Firearm;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.Location;
import ge.khidi.contract.entity.ObservableType;
import ge.khidi.contract.entity.Person;
import ge.khidi.contract.entity.Transport;

/**
 * Whether an entity relates to an identified or identifiable natural person (Directive (EU) 2016/680 Art. 3(1)): by itself, or by a
 * number, contact or address that leads to one. Names and codes of legal persons, goods, places and technical observables do not;
 * free text is not judged here: profiles withhold it, and the gate lets it out to a foreign partner only with a release.
 */
final class PersonalData {

    static boolean isIn(Entity entity) {
        if (entity instanceof Transport transport) {
            return transport.plate().isPresent() || transport.vin().isPresent();
        }
        if (entity instanceof Firearm firearm) {
            return firearm.serial().isPresent();
        }
        if (entity instanceof Location location) {
            return location.address().isPresent();
        }
        if (entity instanceof CyberObservable observable) {
            return observable.type() == ObservableType.EMAIL_ADDRESS;
        }
        return entity instanceof Person
                || entity instanceof IdentityDocument
                || entity instanceof Communication
                || entity instanceof FinancialAccount;
    }

    private PersonalData() {}
}
