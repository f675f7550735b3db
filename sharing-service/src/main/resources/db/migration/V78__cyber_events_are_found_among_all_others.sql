-- What interests a CSIRT stands far apart in a feed; MISP asks for all of it at each pull.
CREATE INDEX rendition_cyber ON rendition (event_id, revision, variant)
    WHERE (strpos(body, '"type":"CYBER_INCIDENT"') > 0 OR strpos(body, '"kind":"CYBER_OBSERVABLE"') > 0);
