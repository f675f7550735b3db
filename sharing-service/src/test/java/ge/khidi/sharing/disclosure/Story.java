package ge.khidi.sharing.disclosure;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.codec.Parsed;
import ge.khidi.contract.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Events of the demonstration story as they are published, as JSON with single quotes. */
final class Story {

    private static final String ENVELOPE = """
        {'id':'01234567-89ab-7def-8123-456789abcdef','revision':1,'revisionKind':'INITIAL','state':{'status':'OPEN'},
         'origin':{'agency':'CRIMINAL-POLICE','unit':'Adjara','reference':'CP-2026-000123','caseReferences':['OPERATION CHOROKHI']},
         'type':'FACILITATION_OR_TRAFFICKING_IN_HUMAN_BEINGS','regime':'LAW_ENFORCEMENT','context':'REAL','urgency':'URGENT',
         'occurred':{'at':'2026-11-20T14:07:31Z','precision':'SECOND'},
         'reportedAt':'2026-11-20T15:10:00Z','acceptedAt':'2026-11-20T15:11:12.345678Z',
         'detail':{'offence':'TRAFFICKING_IN_HUMAN_BEINGS','stage':'COMMITTED','exploitation':['SEXUAL'],
           'victims':{'total':1,'female':1,'minors':1},'perpetrators':{'total':2},'transitCountries':['XA'],
           'modusOperandi':'ელენეს დაჰპირდნენ სამუშაოს','crimeAreas':['TRAFFICKING_IN_HUMAN_BEINGS']},
         'entities':[%s],
         'connections':[%s],
         'narratives':[{'text':'ელენეს დაჰპირდნენ ვიზას ერთ დღეში.','language':'ka','nature':'FACT'}],
         'grade':{'scheme':'EUROPOL_4X4','source':'B','information':'2','assignedBy':'ORIGINATOR'},
         'handling':{'classification':'UNCLASSIFIED','tlp':'AMBER','codes':['H1'],
           'purposes':['LAW_ENFORCEMENT','CROSS_CHECK','OPERATIONAL_ANALYSIS'],
           'legalBasis':'Criminal Code of Georgia, Art. 143.2','releasableTo':'BY_POLICY','noHitNotice':false,
           'reviewBy':'2028-11-20'}}
        """;

    private static final String GIRL = """
        {'kind':'PERSON','id':'girl','nature':'FACT','category':'VICTIM',
         'names':[{'given':'ელენე','family':'ნაზღაიძე','use':'PRIMARY','script':'Geor'}],
         'birthDate':'2010-08-12','birthPlace':'ზესტაფონი','sex':'FEMALE','ageGroup':'MINOR','nationalities':['GE'],
         'internationalProtection':false,'residence':'ნინოშვილის ქუჩა 14'}
        """;

    private static final String RECRUITER = """
        {'kind':'PERSON','id':'recruiter','nature':'ASSESSMENT','category':'SUSPECT',
         'names':[{'given':'Руслан','family':'Вымыслов','use':'ALIAS','script':'Cyrl'}],
         'sex':'MALE','ageGroup':'ADULT','internationalProtection':false}
        """;

    private static final String THINGS = """
        {'kind':'COMMUNICATION','id':'number','nature':'FACT','type':'PHONE','value':'+995 500 00 01 42'},
        {'kind':'COMMUNICATION','id':'girls-phone','nature':'FACT','type':'PHONE','value':'+995 500 00 09 99'},
        {'kind':'LOCATION','id':'place','nature':'FACT','name':'ბათუმი','country':'GE','crossingPoint':'SARPI',
         'latitude':41.6168,'longitude':41.6367,'precisionMetres':2000}
        """;

    private static final String CONNECTIONS = """
        {'from':'girl','relation':'VICTIM_OF','to':'recruiter','nature':'ASSESSMENT'},
        {'from':'recruiter','relation':'USES','to':'number','nature':'FACT'},
        {'from':'girl','relation':'USES','to':'girls-phone','nature':'FACT'}
        """;

    /** Criminal Police: a trafficking victim of 16, her recruiter, and a phone of each. */
    static Event victimOfSixteen() {
        return event(GIRL + "," + RECRUITER + "," + THINGS, CONNECTIONS);
    }

    /** The same with something else in it. */
    static Event victimOfSixteen(String search, String replacement) {
        return parse(text(GIRL + "," + RECRUITER + "," + THINGS, CONNECTIONS)
                .replace(search.replace('\'', '"'), replacement.replace('\'', '"')));
    }

    static Event event(String entities, String connections) {
        return parse(text(entities, connections));
    }

    /** With these handling codes, and these words beside them. */
    static Event event(String entities, String connections, String codes, String comment, String legalBasis) {
        return parse(text(entities, connections)
                .replace("'H1']".replace('\'', '"'), (codes + "],'comment':'" + comment + "'").replace('\'', '"'))
                .replace("Criminal Code of Georgia, Art. 143.2", legalBasis));
    }

    private static String text(String entities, String connections) {
        return ENVELOPE.formatted(entities, connections).replace('\'', '"');
    }

    private static Event parse(String json) {
        Parsed<Event> parsed = EventCodec.parse(json.getBytes(StandardCharsets.UTF_8));
        return parsed.toOptional()
                .orElseThrow(() -> new IllegalArgumentException(parsed.faults().stream()
                        .map(fault -> fault.pointer() + " " + fault.code())
                        .collect(Collectors.joining("; "))));
    }

    private Story() {}
}
