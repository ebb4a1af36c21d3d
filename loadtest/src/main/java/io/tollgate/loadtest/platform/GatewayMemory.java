package io.tollgate.loadtest.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a gateway's process really keeps, as its JVM tells it: heap after a full collection, and
 * memory beside the heap that buffers were allocated in, by whatever means.
 *
 * <p>The gateway has to run with {@link #JVM_OPTION}.
 */
public record GatewayMemory(double heapMebibytes, double directMebibytes) {

  /** Without it the JVM does not count what is allocated beside the heap. */
  public static final String JVM_OPTION = "-XX:NativeMemoryTracking=summary";

  private static final double KIBIBYTES_A_MEBIBYTE = 1024;

  /** The heap's own line comes before those of its parts. */
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  /** Direct buffers, and what Netty allocates by itself, are counted under this name. */
  private static final Pattern OTHER_COMMITTED =
      Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

  /** Collects the garbage of process {@code pid} and measures what is left. */
  public static GatewayMemory afterCollection(long pid) throws IOException, InterruptedException {
    ask(pid, "GC.run");
    return new GatewayMemory(
        mebibytes(HEAP_USED, ask(pid, "GC.heap_info")),
        mebibytes(OTHER_COMMITTED, ask(pid, "VM.native_memory")));
  }

  private static String ask(long pid, String command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(pid),
            command)
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    var answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new GatewayFailure("jcmd %d %s: %s".formatted(pid, command, answer.strip()));
    }
    return answer;
  }

  private static double mebibytes(Pattern figure, String answer) {
    var found = figure.matcher(answer);
    if (!found.find()) {
      throw new GatewayFailure(
          "the gateway's JVM did not say \"" + figure + "\" but\n" + answer.strip());
    }
    return Long.parseLong(found.group(1)) / KIBIBYTES_A_MEBIBYTE;
  }
}
