package io.tollgate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds a home for one process.
 *
 * <p>The operating system drops the lock with the process, however it ends, so that a lock file
 * left behind never stands in the way. The file holds the owner's process id for the message.
 */
final class HomeLock implements AutoCloseable {

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  static HomeLock take(Path home) {
    var file = home.resolve("lock");
    try {
      var channel = FileChannel.open(file, CREATE, READ, WRITE);
      if (lock(channel) == null) {
        var owner = read(channel);
        channel.close();
        throw new StoresUnavailableException("The home folder %s is in use by process %s."
                .formatted(home, owner.isBlank() ? "unknown" : owner)
            + " Stop that process, or choose another folder with --tollgate.home=<folder>.");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new StoresUnavailableException(
          "The home folder %s cannot be used: %s. Make it writable for this user, or choose another with --tollgate.home=<folder>."
              .formatted(home, e),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), UTF_8).strip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
