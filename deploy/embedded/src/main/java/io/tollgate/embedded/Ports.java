package io.tollgate.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loopback port of a store: the same one over restarts, as long as nobody else took it. */
final class Ports {

  private static final Logger log = LoggerFactory.getLogger(Ports.class);

  private Ports() {}

  static int keptIn(Path file) throws IOException {
    if (Files.exists(file)) {
      var text = Files.readString(file).strip();
      if (text.matches("[0-9]{1,5}") && isFree(Integer.parseInt(text))) {
        return Integer.parseInt(text);
      }
      log.info("Port {} of {} is taken; choosing another", text, file.getFileName());
    }
    var port = anyFree();
    Secrets.write(file, port + "\n");
    return port;
  }

  private static int anyFree() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
