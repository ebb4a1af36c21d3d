package io.tollgate.loadtest.puller;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.http.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where a puller stands: behind the last closing that it proved. Saved as one file, atomically.
 *
 * @param closingsCursor of the page of closings to read next
 * @param closingsDone how many closings were proven since {@code closingsCursor}
 * @param aggregatesCursor of the page of aggregates to read next
 * @param lastSequence of the last aggregate kept; the page may begin with some that are kept
 * @param sha256 of the last closing
 * @param outputBytes length of the output; what lies beyond was never proven
 */
public record PullState(
    String closingsCursor,
    int closingsDone,
    String aggregatesCursor,
    long lastSequence,
    String sha256,
    long aggregates,
    long outputBytes) {

  static final PullState BEGINNING = new PullState("", 0, "", 0, ClosingProof.BEGINNING, 0, 0);

  static PullState load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return BEGINNING;
    }
    var saved = Json.read(Files.readString(file));
    return new PullState(
        saved.path("closingsCursor").asString(),
        saved.path("closingsDone").asInt(),
        saved.path("aggregatesCursor").asString(),
        saved.path("lastSequence").asLong(),
        saved.path("sha256").asString(),
        saved.path("aggregates").asLong(),
        saved.path("outputBytes").asLong());
  }

  /** Replaces the file at once: a puller killed meanwhile finds the old state or the new one. */
  void save(Path file) throws IOException {
    var text = Json.text(Json.object()
        .put("closingsCursor", closingsCursor)
        .put("closingsDone", closingsDone)
        .put("aggregatesCursor", aggregatesCursor)
        .put("lastSequence", lastSequence)
        .put("sha256", sha256)
        .put("aggregates", aggregates)
        .put("outputBytes", outputBytes));
    var next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text + "\n", UTF_8);
    try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
