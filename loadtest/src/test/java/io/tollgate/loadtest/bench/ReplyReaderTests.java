package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import org.junit.jupiter.api.Test;

class ReplyReaderTests {

  private final EmbeddedChannel channel = new EmbeddedChannel(new ReplyReader());

  @Test
  void readsStatusAndBody() {
    receive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello");

    assertThat(reply()).isEqualTo(new ReplyReader.Reply(200, false, "hello"));
  }

  @Test
  void waitsForTheRestOfAReply() {
    receive("HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-le");
    receive("ngth: 4\r\n\r\nno");
    assertThat(channel.<Object>readInbound()).isNull();
    receive("pe");

    var reply = reply();

    assertThat(reply).isEqualTo(new ReplyReader.Reply(503, true, "nope"));
    assertThat(reply.isTurnedAway()).isTrue();
  }

  @Test
  void readsRepliesThatCameTogether() {
    receive("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na"
        + "HTTP/1.1 406 Not Acceptable\r\ncontent-length: 0\r\n\r\n");

    assertThat(reply().body()).isEqualTo("a");
    assertThat(reply().isTurnedAway()).isTrue();
  }

  @Test
  void refusesAReplyWhoseEndItCannotKnow() {
    assertThatThrownBy(() -> receive("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .isInstanceOf(DecoderException.class)
        .hasMessageContaining("without Content-Length");
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private ReplyReader.Reply reply() {
    return channel.readInbound();
  }
}
