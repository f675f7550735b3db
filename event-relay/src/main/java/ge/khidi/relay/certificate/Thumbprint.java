package ge.khidi.relay.certificate;

import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The SHA-256 of a certificate in base64url, as the {@code x5t#S256} of RFC 8705 has it. */
public record Thumbprint(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    public Thumbprint {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a thumbprint is a SHA-256 in base64url");
        }
    }

    public static Optional<Thumbprint> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Thumbprint(text)) : Optional.empty();
    }

    public static Thumbprint of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Thumbprint(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Of the certificate whose key the other end of the request's connection has shown that it holds; nothing where it is not valid now. */
    public static Optional<Thumbprint> presented(HttpServerRequest request, Instant now) {
        return Optional.ofNullable(request.sslSession())
                .flatMap(Thumbprint::leaf)
                .filter(certificate -> isValid(certificate, now))
                .map(Thumbprint::of);
    }

    private static Optional<X509Certificate> leaf(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate leaf ? Optional.of(leaf) : Optional.empty();
        } catch (SSLPeerUnverifiedException cameWithoutOne) {
            return Optional.empty();
        }
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }
}
