package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** As much of SMTP as it takes to receive a mail. */
final class StubMailServer implements AutoCloseable {

  private final ServerSocket socket;
  private final BlockingQueue<List<String>> mails = new LinkedBlockingQueue<>();

  StubMailServer() {
    try {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The lines of each mail, headers first. */
  BlockingQueue<List<String>> mails() {
    return mails;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var peer = socket.accept()) {
        talk(peer);
      } catch (IOException ended) {
        // The peer went away or the server was closed; the loop looks which.
      }
    }
  }

  private void talk(Socket peer) throws IOException {
    var in = new BufferedReader(new InputStreamReader(peer.getInputStream(), UTF_8));
    say(peer, "220 stub");
    var line = in.readLine();
    while (line != null && !line.startsWith("QUIT")) {
      if (line.equals("DATA")) {
        say(peer, "354 go on");
        mails.add(untilDot(in));
      }
      say(peer, "250 OK");
      line = in.readLine();
    }
    say(peer, "221 bye");
  }

  private static List<String> untilDot(BufferedReader in) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  private static void say(Socket peer, String line) throws IOException {
    peer.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
