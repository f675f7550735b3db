package ge.khidi.analysis.selector;

import ge.khidi.contract.LocalId;
import ge.khidi.contract.detail.LinkDetail.SelectorKind;
import ge.khidi.contract.entity.Communication;
import ge.khidi.contract.entity.CyberObservable;
import ge.khidi.contract.entity.Entity;
import ge.khidi.contract.entity.FinancialAccount;
import ge.khidi.contract.entity.Firearm;
import ge.khidi.contract.entity.IdentityDocument;
import ge.khidi.contract.entity.ObservableType;
import ge.khidi.contract.entity.Transport;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.sameness.Informants;
import ge.khidi.contract.sameness.OneForm;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the selectors of an event. What is connected to an informant is passed over: a link over an informant's telephone would
 * tell who the informant is.
 */
public final class Selectors {

    private final SelectorKey key;
    private final String phoneRegion;

    /** @param phoneRegion ISO 3166-1 alpha-2; telephone numbers without a country code are taken to be from there */
    public Selectors(SelectorKey key, String phoneRegion) {
        this.key = key;
        this.phoneRegion = phoneRegion;
    }

    public NavigableSet<Selector> of(Event event) {
        Set<LocalId> informants = Informants.near(event);
        NavigableSet<Selector> found = new TreeSet<>();
        event.entities().stream()
                .filter(entity -> !informants.contains(entity.id()))
                .forEach(entity -> collect(event.context(), entity, found));
        return found;
    }

    private void collect(Context context, Entity entity, Set<Selector> found) {
        if (entity instanceof IdentityDocument document) {
            add(
                    context,
                    SelectorKind.IDENTITY_DOCUMENT,
                    OneForm.document(document.number(), document.issuingCountry()),
                    found);
        } else if (entity instanceof Transport transport) {
            add(context, SelectorKind.VEHICLE_PLATE, OneForm.plate(transport.plate(), transport.plateCountry()), found);
            add(context, SelectorKind.VEHICLE_VIN, OneForm.vin(transport.vin()), found);
        } else if (entity instanceof Communication communication) {
            collect(context, communication, found);
        } else if (entity instanceof CyberObservable observable && observable.type() == ObservableType.EMAIL_ADDRESS) {
            add(context, SelectorKind.EMAIL, OneForm.email(observable.value()), found);
        } else if (entity instanceof FinancialAccount account) {
            add(context, SelectorKind.IBAN, account.iban().flatMap(OneForm::iban), found);
        } else if (entity instanceof Firearm firearm) {
            add(context, SelectorKind.FIREARM_SERIAL, OneForm.firearm(firearm.serial(), firearm.make()), found);
        }
    }

    private void collect(Context context, Communication communication, Set<Selector> found) {
        switch (communication.type()) {
            case PHONE -> add(context, SelectorKind.PHONE, OneForm.phone(communication.value(), phoneRegion), found);
            case EMAIL -> add(context, SelectorKind.EMAIL, OneForm.email(communication.value()), found);
            case IMEI, IMSI, ACCOUNT, OTHER -> {}
        }
    }

    private void add(Context context, SelectorKind kind, Optional<String> normalised, Set<Selector> found) {
        normalised.map(value -> key.selector(context, kind, value)).ifPresent(found::add);
    }
}
