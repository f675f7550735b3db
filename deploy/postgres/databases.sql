-- One database for each service that keeps one, and one for Keycloak. Run once, on an empty server.
CREATE DATABASE intake;
CREATE DATABASE sharing;
CREATE DATABASE keycloak;
