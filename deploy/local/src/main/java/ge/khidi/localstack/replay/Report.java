package ge.khidi.localstack.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Row by row what became of it, one JSON object per line: row, reference, outcome, and the event or the reasons. No content. */
final class Report implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedWriter lines;

    private Report(Path file, BufferedWriter lines) {
        this.file = file;
        this.lines = lines;
    }

    static Report write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Report(file, Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new ReplayFault("cannot write " + file, e);
        }
    }

    void kept(long row, Optional<String> reference, String outcome, String eventId, int revision) {
        line(line(row, reference, outcome).put("eventId", eventId).put("revision", revision));
    }

    void refused(long row, Optional<String> reference, List<Reason> reasons) {
        ObjectNode line = line(row, reference, "REFUSED");
        ArrayNode list = line.putArray("reasons");
        for (Reason reason : reasons) {
            list.addObject().put("code", reason.code()).put("pointer", reason.pointer());
        }
        line(line);
    }

    /** To disk; what is reported was answered. */
    void flush() {
        try {
            lines.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private static ObjectNode line(long row, Optional<String> reference, String outcome) {
        ObjectNode line = JSON.createObjectNode();
        line.put("row", row);
        reference.ifPresent(said -> line.put("reference", said));
        return line.put("outcome", outcome);
    }

    private void line(ObjectNode line) {
        try {
            lines.write(JSON.writeValueAsString(line));
            lines.newLine();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private ReplayFault cannotWrite(IOException e) {
        return new ReplayFault("cannot write " + file, e);
    }
}
