package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.Locale;

/**
 * Cuts what comes over a connection into replies, and reads of them no more than the bench asks:
 * what the sender saves on the same two cores, the gateway has.
 */
final class ReplyReader extends ByteToMessageDecoder {

  private static final ByteBuf HEAD_END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", US_ASCII).asReadOnly());
  private static final String CONTENT_LENGTH = "\r\ncontent-length:";
  private static final String RETRY_AFTER = "\r\nretry-after:";
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;

  /**
   * One reply.
   *
   * @param tellsWhen whether it has a {@code Retry-After}
   */
  record Reply(int status, boolean tellsWhen, String body) {

    boolean isTurnedAway() {
      return status == 406 || status == 503;
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    var headSize = ByteBufUtil.indexOf(HEAD_END, in) - in.readerIndex();
    if (headSize < 0) {
      return;
    }
    var head = in.toString(in.readerIndex(), headSize, US_ASCII).toLowerCase(Locale.ROOT);
    var bodySize = bodySize(head);
    if (in.readableBytes() < headSize + HEAD_END.readableBytes() + bodySize) {
      return;
    }
    in.skipBytes(headSize + HEAD_END.readableBytes());
    var status = Integer.parseInt(head, STATUS_AT, STATUS_AT + STATUS_DIGITS, 10);
    var body = in.readCharSequence(bodySize, US_ASCII).toString();
    out.add(new Reply(status, head.contains(RETRY_AFTER), body));
  }

  private static int bodySize(String head) {
    var at = head.indexOf(CONTENT_LENGTH);
    if (at < 0) {
      throw new CorruptedFrameException("a reply without Content-Length: " + head);
    }
    var from = at + CONTENT_LENGTH.length();
    var to = head.indexOf('\r', from);
    return Integer.parseInt(head.substring(from, to < 0 ? head.length() : to).strip());
  }
}
