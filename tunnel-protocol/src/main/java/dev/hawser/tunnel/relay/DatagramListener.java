package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A UDP port whose datagrams go through a tunnel: a stream for each address that sends, until its
/// other end lets go of it, as [DatagramDialer] does after some time without datagrams. Of more
/// senders than [#MOST_SENDERS] the one that came first is let go of.
///
/// Confined to the event loop of its channel, on which the sessions must live too.
public final class DatagramListener extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final int MOST_SENDERS = 1024;

  private final Destination destination;
  private final Supplier<@Nullable TunnelSession> session;
  private final Map<InetSocketAddress, TunnelStream> senders = new LinkedHashMap<>();

  private DatagramListener(Destination destination, Supplier<@Nullable TunnelSession> session) {
    this.destination = destination;
    this.session = session;
  }

  /// @param destination of the streams
  /// @param session asked for every new sender; without one its datagrams are dropped
  /// @return the channel, whose closing ends the streams, or the failure to bind
  public static Future<Channel> bind(
      EventLoop loop,
      InetSocketAddress address,
      Destination destination,
      Supplier<@Nullable TunnelSession> session) {
    return SocketChannels.channelOf(
        loop,
        SocketChannels.datagrams(loop)
            .handler(new DatagramListener(destination, session))
            .bind(address));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    TunnelStream stream = senders.get(packet.sender());
    if (stream == null) {
      TunnelSession current = session.get();
      if (current == null || !current.takesStreams()) {
        return;
      }
      makeRoom();
      stream = current.open(destination, new Answers(ctx.channel(), packet.sender()));
      senders.put(packet.sender(), stream);
    }
    stream.writeDatagram(packet.content().retain());
  }

  private void makeRoom() {
    if (senders.size() >= MOST_SENDERS) {
      InetSocketAddress first = senders.keySet().iterator().next();
      TunnelStream oldest = senders.remove(first);
      if (oldest != null) {
        oldest.reset(ResetCode.CANCELLED);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    senders.values().forEach(stream -> stream.reset(ResetCode.CANCELLED));
    senders.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // an answer could not be sent: the next may
  }

  private final class Answers implements StreamReceiver {
    private final Channel channel;
    private final InetSocketAddress sender;

    Answers(Channel channel, InetSocketAddress sender) {
      this.channel = channel;
      this.sender = sender;
    }

    @Override
    public void onDatagram(ByteBuf data) {
      channel.writeAndFlush(new DatagramPacket(data, sender), channel.voidPromise());
    }

    @Override
    public void onReset(ResetCode code) {
      senders.remove(sender);
    }

    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onFinish() {
      // a flow of datagrams ends with a reset
    }

    @Override
    public void onWritable() {
      // datagrams do not wait
    }
  }
}
