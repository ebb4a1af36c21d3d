package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Sends requests that are ready as bytes over kept connections, one at a time on each, from one
 * thread: beside a gateway on the same two cores, what the sender saves the gateway has.
 *
 * <p>One run at a time; not thread-safe.
 */
final class Driver implements AutoCloseable {

  private static final int LARGEST_REPLY_BYTES = 1 << 20;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long TICK_MICROS = 500;
  private static final double NANOS_PER_SECOND = 1e9;

  private final MultiThreadIoEventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<Channel> connections = new ArrayList<>();
  private Sending sending = Sending.NOTHING;

  Driver(URI gateway, int connections) throws IOException {
    var bootstrap = new Bootstrap()
        .group(thread)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
        .handler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel
                .pipeline()
                .addLast(
                    new HttpResponseDecoder(),
                    new HttpObjectAggregator(LARGEST_REPLY_BYTES),
                    new Replies());
          }
        });
    for (var i = 0; i < connections; i++) {
      var connecting =
          bootstrap.connect(gateway.getHost(), gateway.getPort()).awaitUninterruptibly();
      if (!connecting.isSuccess()) {
        close();
        throw new IOException("cannot connect to " + gateway, connecting.cause());
      }
      this.connections.add(connecting.channel());
    }
  }

  /** Sends each request as soon as a connection is free. */
  Run flatOut(List<byte[]> requests, byte[] hoped) throws IOException, InterruptedException {
    return perform(new Sending(requests, hoped, 0));
  }

  /**
   * Sends the requests at a steady rate, whatever the answers. A latency counts from the moment the
   * request was due, so that a gateway that stalls is charged for those that had to wait.
   */
  Run atRate(List<byte[]> requests, byte[] hoped, double perSecond)
      throws IOException, InterruptedException {
    return perform(new Sending(requests, hoped, perSecond));
  }

  private Run perform(Sending next) throws IOException, InterruptedException {
    thread.execute(() -> {
      sending = next;
      next.begin(connections);
    });
    try {
      return next.done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the gateway left requests unanswered for " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new IOException("a run failed", e);
    }
  }

  @Override
  public void close() {
    var _ = thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Replies extends SimpleChannelInboundHandler<FullHttpResponse> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse reply) {
      sending.answered(context.channel(), reply);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      sending.lost("connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      sending.lost(cause.toString());
      var _ = context.close();
    }
  }

  /** One run; lives on the driver's thread. */
  private static final class Sending {

    static final Sending NOTHING = new Sending(List.of(), new byte[0], 0);

    private final CompletableFuture<Run> done = new CompletableFuture<>();
    private final List<byte[]> requests;
    private final byte[] hoped;
    private final double perSecond;
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private final Map<String, Long> others = new TreeMap<>();
    private final IdentityHashMap<Channel, Long> countsFrom = new IdentityHashMap<>();
    private final Deque<Channel> idle = new ArrayDeque<>();
    private long begunNanos;
    private int next;
    private int settled;

    Sending(List<byte[]> requests, byte[] hoped, double perSecond) {
      this.requests = requests;
      this.hoped = hoped;
      this.perSecond = perSecond;
    }

    void begin(List<Channel> connections) {
      begunNanos = System.nanoTime();
      idle.addAll(connections);
      if (perSecond == 0) {
        sendWhatIsDue();
      } else {
        tick(connections.getFirst().eventLoop());
      }
    }

    private void tick(EventExecutor thread) {
      sendWhatIsDue();
      if (next < requests.size()) {
        var _ = thread.schedule(() -> tick(thread), TICK_MICROS, TimeUnit.MICROSECONDS);
      }
    }

    private void sendWhatIsDue() {
      var now = System.nanoTime();
      while (next < requests.size() && !idle.isEmpty()) {
        var dueNanos = perSecond == 0 ? now : begunNanos + dueAfter(next);
        if (dueNanos > now) {
          return;
        }
        var channel = idle.remove();
        countsFrom.put(channel, dueNanos);
        var _ = channel.writeAndFlush(
            Unpooled.wrappedBuffer(requests.get(next++)), channel.voidPromise());
      }
    }

    private long dueAfter(int request) {
      return (long) (request / perSecond * NANOS_PER_SECOND);
    }

    void answered(Channel channel, FullHttpResponse reply) {
      var since = countsFrom.remove(channel);
      if (since == null) {
        return;
      }
      var now = System.nanoTime();
      if (ByteBufUtil.indexOf(Unpooled.wrappedBuffer(hoped), reply.content()) >= 0) {
        latency.recordValue(Math.max(0, now - since));
      } else {
        others.merge(seen(reply), 1L, Long::sum);
      }
      idle.add(channel);
      settle(1);
      sendWhatIsDue();
    }

    private static String seen(FullHttpResponse reply) {
      var body = reply.content().toString(US_ASCII);
      return reply.status().code() + " " + body.substring(0, Math.min(body.length(), 120));
    }

    /** The connection is gone, and with it the answer: the rest of the run would not be one. */
    void lost(String why) {
      others.merge(why, 1L, Long::sum);
      settle(requests.size() - settled);
    }

    private void settle(int count) {
      settled += count;
      if (settled >= requests.size()) {
        var seconds = (System.nanoTime() - begunNanos) / NANOS_PER_SECOND;
        done.complete(new Run(latency.getTotalCount(), others, seconds, latency));
      }
    }
  }
}
