package io.tollgate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The few commands by which the harness prepares Redis, so that it needs no client library. */
final class RedisCommands {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RedisCommands() {}

  /** Sends {@code command} in {@code redis}'s database; returns the one-line reply. */
  static String send(TestRedis redis, String command) {
    try (var socket = new Socket(redis.host(), redis.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      if (redis.password() != null) {
        expectOk(ask(socket, in, "AUTH " + redis.password()), "AUTH");
      }
      if (redis.database() > 0) {
        expectOk(ask(socket, in, "SELECT " + redis.database()), "SELECT");
      }
      return ask(socket, in, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a bulk reply. */
  static String bulk(TestRedis redis, String command) {
    return String.join("\n", lines(redis, command));
  }

  /** The last element of a reply that is a list. */
  static String lastWord(TestRedis redis, String command) {
    return lines(redis, command).getLast();
  }

  /** All lines of a reply: what follows it is the answer to a PING. */
  private static List<String> lines(TestRedis redis, String command) {
    try (var socket = new Socket(redis.host(), redis.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      if (redis.password() != null) {
        expectOk(ask(socket, in, "AUTH " + redis.password()), "AUTH");
      }
      var lines = new ArrayList<String>();
      var line = ask(socket, in, command + "\r\nPING");
      while (!line.equals("+PONG")) {
        lines.add(line);
        line = in.readLine();
        if (line == null) {
          throw new IOException("Redis closed the connection");
        }
      }
      lines.removeIf(String::isBlank);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void expectOk(String reply, String command) {
    if (!reply.equals("+OK")) {
      throw new IllegalStateException("Redis answered " + command + " with " + reply);
    }
  }

  private static String ask(Socket socket, BufferedReader in, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
    var reply = in.readLine();
    if (reply == null) {
      throw new IOException("Redis closed the connection");
    }
    return reply;
  }
}
