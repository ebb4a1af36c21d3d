package io.tollgate.loadtest.platform;

import java.io.IOException;
import java.net.ServerSocket;

/** Finds ports to listen on. Another process may take one before it is used; then starting fails. */
public final class FreePorts {

  private FreePorts() {}

  /** {@code preferred} where nobody listens on it, any free one else. */
  public static int preferably(int preferred) throws IOException {
    try (var socket = new ServerSocket(preferred)) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return any();
    }
  }

  public static int any() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
