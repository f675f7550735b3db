package ge.khidi.contract.detail;

import ge.khidi.contract.event.CrimeArea;
import java.util.Set;

/** What is particular to one type of event. */
public sealed interface Detail
        permits BorderCrossingDetail,
                FacilitationDetail,
                GoodsTraffickingDetail,
                DocumentFraudDetail,
                OtherBorderCrimeDetail,
                VesselDetail,
                FlightDetail,
                SearchAndRescueDetail,
                RefusalOfEntryDetail,
                IllegalStayDetail,
                MovementDetail,
                CrimeReportDetail,
                CyberIncidentDetail,
                LinkDecisionDetail,
                LinkDetail,
                LinkNoticeDetail,
                AlertDetail,
                RiskAssessmentDetail {

    /**
     * Europol's crime areas the originator named; empty where none applies or was named. Never inferred from the
     * type.
     */
    default Set<CrimeArea> crimeAreas() {
        return Set.of();
    }
}
