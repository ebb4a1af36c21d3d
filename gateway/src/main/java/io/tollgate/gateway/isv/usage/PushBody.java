package io.tollgate.gateway.isv.usage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/**
 * Reads a push's body as it was before compression, never more than 1 MiB of it.
 *
 * <p>Buffers are released as they are copied, on an error and on a cancel too.
 */
final class PushBody {

  /** 1,000 records of every member at its longest fit; see the contract's bound for all bodies. */
  static final int MAX_SIZE_BYTES = 1 << 20;

  private PushBody() {}

  /** Fails with {@link TooLargeException} past the bound, before or after compression. */
  static Mono<byte[]> read(ServerHttpRequest request) {
    return DataBufferUtils.join(request.getBody(), MAX_SIZE_BYTES)
        .map(PushBody::bytes)
        .defaultIfEmpty(new byte[0])
        .onErrorMap(DataBufferLimitException.class, e -> new TooLargeException())
        .map(bytes -> isCompressed(request) ? expand(bytes) : bytes);
  }

  /** Lets the body pass, so that the connection can be used again; past its bound it is cut off. */
  static Mono<Void> skip(ServerHttpRequest request) {
    return request
        .getBody()
        .map(PushBody::released)
        .scan(0L, Long::sum)
        .takeWhile(seen -> seen <= MAX_SIZE_BYTES)
        .then()
        .onErrorComplete();
  }

  private static long released(DataBuffer buffer) {
    var size = buffer.readableByteCount();
    DataBufferUtils.release(buffer);
    return size;
  }

  private static byte[] bytes(DataBuffer buffer) {
    try {
      var bytes = new byte[buffer.readableByteCount()];
      buffer.read(bytes);
      return bytes;
    } finally {
      DataBufferUtils.release(buffer);
    }
  }

  private static boolean isCompressed(ServerHttpRequest request) {
    return "gzip".equalsIgnoreCase(request.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING));
  }

  private static byte[] expand(byte[] compressed) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      var expanded = in.readNBytes(MAX_SIZE_BYTES + 1);
      if (expanded.length > MAX_SIZE_BYTES) {
        throw new TooLargeException();
      }
      return expanded;
    } catch (IOException e) {
      throw new NotCompressedException(e);
    }
  }

  /** The body is larger than we read. */
  static final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** The body calls itself gzip and is not. */
  static final class NotCompressedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotCompressedException(Throwable cause) {
      super(cause);
    }
  }
}
