package ge.khidi.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.relay.certificate.Thumbprint;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * HTTPS beside HTTP, with certificates made here: the service's, those of clients, each signed by itself. {@link #BOUND} and {@link #EXPIRED} are
 * bound to {@link #CLIENT}, {@link #REFUSED} to a client that is not known at Keycloak, {@link #STRANGER} to none.
 */
public final class TestCertificates implements QuarkusTestResourceLifecycleManager {

    public static final String BOUND = "bound";
    public static final String EXPIRED = "expired";
    public static final String REFUSED = "refused";
    public static final String STRANGER = "stranger";
    public static final String CLIENT = "certified-tool";
    public static final String SECRET = "what the service keeps";

    private static final String SERVER = "localhost";
    private static final String PASSWORD = "of a test";
    private static final String BINDING = "khidi.sharing.certificates.";

    // In system properties, since Quarkus loads test classes and test resources with different class loaders.
    private static final String STORE = "khidi.test-certificates.";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        bind(settings, BOUND, CLIENT);
        bind(settings, EXPIRED, CLIENT);
        bind(settings, REFUSED, "disabled-tool");
        settings.put("khidi.certificates.asked", "true");
        settings.put("quarkus.http.test-ssl-port", "0");
        settings.put(
                "quarkus.http.ssl.certificate.key-store-file", serverStore().toString());
        settings.put("quarkus.http.ssl.certificate.key-store-file-type", "PKCS12");
        settings.put("quarkus.http.ssl.certificate.key-store-password", PASSWORD);
        return settings;
    }

    @Override
    public void stop() {}

    /** Of a certificate's name. */
    public static Thumbprint thumbprint(String name) {
        try {
            return Thumbprint.of((X509Certificate) store(name).getCertificate(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who comes by HTTPS with that certificate. */
    public static HttpClient with(String name) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(name), PASSWORD.toCharArray());
            return client(keys.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who comes by HTTPS without any. */
    public static HttpClient without() {
        return client(new KeyManager[0]);
    }

    private static HttpClient client(KeyManager[] keys) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            TrustManagerFactory service = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(SERVER, store(SERVER).getCertificate(SERVER));
            service.init(trusted);
            tls.init(keys, service.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(Map<String, String> settings, String name, String client) {
        settings.put(BINDING + name + ".thumbprint", thumbprint(name).value());
        settings.put(BINDING + name + ".client", client);
        settings.put(BINDING + name + ".secret", SECRET);
    }

    private static Path serverStore() {
        try {
            store(SERVER);
            Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "https", ".p12");
            file.toFile().deleteOnExit();
            return Files.write(
                    file.toAbsolutePath(), Base64.getDecoder().decode(System.getProperty(STORE + SERVER, "")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store(String name) {
        synchronized (Runtime.getRuntime()) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                String known = System.getProperty(STORE + name);
                if (known != null) {
                    store.load(new ByteArrayInputStream(Base64.getDecoder().decode(known)), PASSWORD.toCharArray());
                    return store;
                }
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(256);
                KeyPair pair = generator.generateKeyPair();
                store.load(null, null);
                Certificate[] chain = {certificate(name, pair)};
                store.setKeyEntry(name, pair.getPrivate(), PASSWORD.toCharArray(), chain);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                store.store(bytes, PASSWORD.toCharArray());
                System.setProperty(STORE + name, Base64.getEncoder().encodeToString(bytes.toByteArray()));
                return store;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** X.509 version 1 (RFC 5280 section 4.1) in DER, since no JDK offers to make one. */
    private static Certificate certificate(String name, KeyPair pair) throws GeneralSecurityException {
        byte[] ecdsaWithSha256 = der(0x30, HexFormat.of().parseHex("06082a8648ce3d040302"));
        byte[] commonName = der(0x30, HexFormat.of().parseHex("0603550403"), der(0x0c, name.getBytes(UTF_8)));
        byte[] self = der(0x30, der(0x31, commonName));
        Instant end = Instant.now().plus(name.equals(EXPIRED) ? Duration.ofDays(-1) : Duration.ofDays(1));
        byte[] content = der(
                0x30,
                der(0x02, BigInteger.ONE.toByteArray()),
                ecdsaWithSha256,
                self,
                der(0x30, time(end.minus(Duration.ofDays(2))), time(end)),
                self,
                pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(content);
        byte[] signed = der(0x30, content, ecdsaWithSha256, der(0x03, new byte[] {0}, signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] time(Instant time) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
        return der(0x17, form.format(time).getBytes(UTF_8));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (content.size() > 255) {
            all.write(0x82);
            all.write(content.size() >> 8);
        } else if (content.size() > 127) {
            all.write(0x81);
        }
        all.write(content.size());
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
