package io.tollgate.loadtest.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As much of Redis' protocol as it takes to hurt a Redis: commands of bytes, replies of bytes. */
final class RespConnection implements AutoCloseable {

  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);

  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;

  RespConnection(int port, String password) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) REPLY_TIMEOUT.toMillis());
    input = new BufferedInputStream(socket.getInputStream());
    output = new BufferedOutputStream(socket.getOutputStream());
    call("AUTH", password);
  }

  /** Sends a command of text and returns its reply: bytes, a list of replies, or null. */
  @Nullable
  Object call(String... words) throws IOException {
    var command = new ArrayList<byte[]>();
    for (var word : words) {
      command.add(word.getBytes(UTF_8));
    }
    return call(command);
  }

  @Nullable
  Object call(List<byte[]> words) throws IOException {
    writeLine("*" + words.size());
    for (var word : words) {
      writeLine("$" + word.length);
      output.write(word);
      writeLine("");
    }
    output.flush();
    return reply();
  }

  private void writeLine(String line) throws IOException {
    output.write((line + "\r\n").getBytes(ISO_8859_1));
  }

  private @Nullable Object reply() throws IOException {
    var line = line();
    var rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest.getBytes(UTF_8);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> array(Integer.parseInt(rest));
      default -> throw new IOException("Redis answered " + line);
    };
  }

  private byte @Nullable [] bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    var bytes = input.readNBytes(length);
    line();
    return bytes;
  }

  private List<@Nullable Object> array(int length) throws IOException {
    var elements = new ArrayList<@Nullable Object>();
    for (var i = 0; i < length; i++) {
      elements.add(reply());
    }
    return elements;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("Redis closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
