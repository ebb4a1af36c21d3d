package io.tollgate.loadtest.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests that are ready as bytes over kept connections, one at a time on each, from one
 * thread: beside a gateway on the same two cores, what the sender saves the gateway has.
 *
 * <p>One run at a time; not thread-safe.
 */
final class Driver implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration FLAT_OUT_PATIENCE = Duration.ofMinutes(2);

  private final MultiThreadIoEventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Channel> connections = new ArrayList<>();
  private Sending sending = Sending.nothing();

  /** Opens so many connections to each of the gateways. */
  Driver(List<URI> gateways, int connectionsEach) throws IOException {
    var bootstrap = new Bootstrap()
        .group(thread)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new ReplyReader(), new Replies());
          }
        });
    for (var i = 0; i < connectionsEach; i++) {
      for (var gateway : gateways) {
        connect(bootstrap, gateway);
      }
    }
  }

  Driver(URI gateway, int connections) throws IOException {
    this(List.of(gateway), connections);
  }

  private void connect(Bootstrap bootstrap, URI gateway) throws IOException {
    var connecting = bootstrap.connect(gateway.getHost(), gateway.getPort()).awaitUninterruptibly();
    if (!connecting.isSuccess()) {
      close();
      throw new IOException("cannot connect to " + gateway, connecting.cause());
    }
    connections.add(connecting.channel());
  }

  /** Sends each request as soon as a connection is free. */
  Run flatOut(List<byte[]> requests, String hoped) throws IOException, InterruptedException {
    return perform(Sending.flatOut(requests, hoped), FLAT_OUT_PATIENCE);
  }

  /**
   * Sends the requests when they are due, whatever the answers. A latency counts from the moment the
   * request was due, so that a gateway that stalls is charged for those that had to wait.
   */
  Run open(List<byte[]> requests, String hoped, Schedule schedule)
      throws IOException, InterruptedException {
    return perform(Sending.open(requests, hoped, schedule, Long.MAX_VALUE), patience(schedule));
  }

  /** As {@link #open}; a request for which no connection is free in time is never sent. */
  Run openOrNever(List<byte[]> requests, String hoped, Schedule schedule, Duration inTime)
      throws IOException, InterruptedException {
    return perform(Sending.open(requests, hoped, schedule, inTime.toNanos()), patience(schedule));
  }

  private static Duration patience(Schedule schedule) {
    return LAST_ANSWER_PATIENCE.plusSeconds((long) schedule.seconds());
  }

  private Run perform(Sending next, Duration patience) throws IOException, InterruptedException {
    thread.execute(() -> {
      sending = next;
      next.begin(connections.stream().filter(Channel::isActive).toList());
    });
    try {
      return next.done().get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "requests were still unanswered after " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("a run failed", e);
    }
  }

  @Override
  public void close() {
    var _ = thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Replies extends SimpleChannelInboundHandler<ReplyReader.Reply> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, ReplyReader.Reply reply) {
      sending.answered(context.channel(), reply);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      sending.lost(context.channel(), "connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      sending.lost(context.channel(), cause.toString());
      var _ = context.close();
    }
  }
}
