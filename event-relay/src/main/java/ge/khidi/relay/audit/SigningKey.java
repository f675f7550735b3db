package ge.khidi.relay.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 key pair (RFC 8032). Its id is the first 16 hex digits of the SHA-256 of the public key's X.509 form. */
record SigningKey(PublicKey shown, PrivateKey secret) {

    private static final String ALGORITHM = "Ed25519";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PROBE = "khidi";
    private static final String END = "-----END PRIVATE KEY-----";

    static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(pair.getPublic(), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SigningKey of(byte[] x509, byte[] pkcs8) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new SigningKey(
                    factory.generatePublic(new X509EncodedKeySpec(x509)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    /**
     * The key in a PEM file, made and written there (readable by the owner alone) when the file is missing. The file holds the private
     * key and below it the public one.
     */
    static SigningKey inFile(Path file) {
        try {
            if (Files.notExists(file)) {
                write(file, generate());
            }
            String[] parts = Files.readString(file).split(END, 2);
            byte[] pkcs8 = base64(parts[0].replace(BEGIN, ""));
            byte[] x509 = base64(parts[1].replaceAll("-----[A-Z ]+-----", ""));
            SigningKey key = of(x509, pkcs8);
            if (!key.fits()) {
                throw new IllegalStateException("The two halves of the audit key do not belong together: " + file);
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fits() {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(shown);
            check.update(PROBE.getBytes(StandardCharsets.UTF_8));
            return check.verify(sign(PROBE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, SigningKey key) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path written = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "audit",
                ".key",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                written,
                BEGIN + "\n" + Base64.getEncoder().encodeToString(key.secret.getEncoded()) + "\n" + END + "\n"
                        + key.pem());
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException anotherInstanceWasFaster) {
            return;
        } finally {
            Files.delete(written);
        }
    }

    private static byte[] base64(String text) {
        return Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
    }

    String id() {
        return idOf(shown.getEncoded());
    }

    static String idOf(byte[] x509) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(x509);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key, as an auditor keeps it. */
    String pem() {
        return pemOf(shown.getEncoded());
    }

    static String pemOf(byte[] x509) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(x509)
                + "\n-----END PUBLIC KEY-----\n";
    }

    byte[] sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says which key, never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
