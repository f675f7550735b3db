package ge.khidi.contract.event;

import ge.khidi.contract.Topics;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.BorderCrossingDetail;
import ge.khidi.contract.detail.CrimeReportDetail;
import ge.khidi.contract.detail.CyberIncidentDetail;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.DocumentFraudDetail;
import ge.khidi.contract.detail.FacilitationDetail;
import ge.khidi.contract.detail.FlightDetail;
import ge.khidi.contract.detail.GoodsTraffickingDetail;
import ge.khidi.contract.detail.IllegalStayDetail;
import ge.khidi.contract.detail.LinkDecisionDetail;
import ge.khidi.contract.detail.LinkDetail;
import ge.khidi.contract.detail.LinkNoticeDetail;
import ge.khidi.contract.detail.MovementDetail;
import ge.khidi.contract.detail.OtherBorderCrimeDetail;
import ge.khidi.contract.detail.RefusalOfEntryDetail;
import ge.khidi.contract.detail.RiskAssessmentDetail;
import ge.khidi.contract.detail.SearchAndRescueDetail;
import ge.khidi.contract.detail.VesselDetail;
import java.util.Locale;

/** The types of version 1. Each has one detail record, one topic and one published JSON Schema. */
public enum EventType {
    // Regulation (EU) 2021/581 Annex 2, in its order
    UNAUTHORISED_BORDER_CROSSING(Domain.BORDER, Topics.BORDER_EVENTS, BorderCrossingDetail.class),
    FACILITATION_OR_TRAFFICKING_IN_HUMAN_BEINGS(Domain.BORDER, Topics.BORDER_EVENTS, FacilitationDetail.class),
    TRAFFICKING_OF_GOODS(Domain.BORDER, Topics.BORDER_EVENTS, GoodsTraffickingDetail.class),
    DOCUMENT_FRAUD(Domain.BORDER, Topics.BORDER_EVENTS, DocumentFraudDetail.class),
    OTHER_CROSS_BORDER_CRIME(Domain.BORDER, Topics.BORDER_EVENTS, OtherBorderCrimeDetail.class),
    VESSEL_OF_INTEREST(Domain.BORDER, Topics.BORDER_EVENTS, VesselDetail.class),
    EXTERNAL_FLIGHT_OF_INTEREST(Domain.BORDER, Topics.BORDER_EVENTS, FlightDetail.class),
    SEARCH_AND_RESCUE(Domain.BORDER, Topics.BORDER_EVENTS, SearchAndRescueDetail.class),
    // Regulation (EU) 2021/581 Annex 1 indicators, reported one by one
    REFUSAL_OF_ENTRY(Domain.BORDER, Topics.BORDER_EVENTS, RefusalOfEntryDetail.class),
    ILLEGAL_STAY(Domain.BORDER, Topics.BORDER_EVENTS, IllegalStayDetail.class),
    // national
    MOVEMENT_OF_INTEREST(Domain.BORDER, Topics.BORDER_EVENTS, MovementDetail.class),
    CRIME_REPORT(Domain.CRIME, Topics.CRIME_EVENTS, CrimeReportDetail.class),
    CYBER_INCIDENT(Domain.CRIME, Topics.CRIME_EVENTS, CyberIncidentDetail.class),
    // an analyst speaks
    LINK_DECISION(Domain.ANALYSIS, Topics.ANALYST_DECISIONS, LinkDecisionDetail.class),
    // analysis speaks
    LINK(Domain.ANALYSIS, Topics.ANALYSIS_PRODUCTS, LinkDetail.class),
    LINK_NOTICE(Domain.ANALYSIS, Topics.ANALYSIS_PRODUCTS, LinkNoticeDetail.class),
    ALERT(Domain.ANALYSIS, Topics.ANALYSIS_PRODUCTS, AlertDetail.class),
    RISK_ASSESSMENT(Domain.ANALYSIS, Topics.ANALYSIS_PRODUCTS, RiskAssessmentDetail.class);

    private final Domain domain;
    private final String topic;
    private final Class<? extends Detail> detail;

    EventType(Domain domain, String topic, Class<? extends Detail> detail) {
        this.domain = domain;
        this.topic = topic;
        this.detail = detail;
    }

    public Domain domain() {
        return domain;
    }

    public String topic() {
        return topic;
    }

    public Class<? extends Detail> detailClass() {
        return detail;
    }

    /** Whether only the analysis service may say it; an agency that tries is refused. */
    public boolean product() {
        return topic.equals(Topics.ANALYSIS_PRODUCTS);
    }

    /** Whether it says that events belong together, in full or as the notice of it. */
    public boolean link() {
        return this == LINK || this == LINK_NOTICE;
    }

    /** The CloudEvents type, such as {@code ge.khidi.border.document-fraud.v1}. */
    public String cloudEventType() {
        return "ge.khidi." + domain.name().toLowerCase(Locale.ROOT) + "." + slug() + ".v1";
    }

    /** The published JSON Schema, a file name such as {@code document-fraud-v1.schema.json}. */
    public String schemaName() {
        return slug() + "-v1.schema.json";
    }

    /** The JSON Schema of what an agency submits, such as {@code document-fraud-submission-v1.schema.json}. */
    public String submissionSchemaName() {
        return slug() + "-submission-v1.schema.json";
    }

    private String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
