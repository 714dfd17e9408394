package dev.hawser.cluster.carrier;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches a pipe for its first two seconds: it must have answered by then, and must still be open.
/// One that is silent so long is closed.
final class Proof extends ChannelInboundHandlerAdapter {
  private static final long LIMIT_MS = 2_000;

  private final Runnable proved;
  private @Nullable ScheduledFuture<?> end;
  private boolean answered;

  /// @param proved on the channel's loop
  Proof(Runnable proved) {
    this.proved = proved;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    end = ctx.executor().schedule(() -> decide(ctx), LIMIT_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    answered = true;
    ctx.fireChannelRead(bytes);
  }

  private void decide(ChannelHandlerContext ctx) {
    if (answered) {
      ctx.pipeline().remove(this);
      proved.run();
    } else {
      ctx.close();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (end != null) {
      end.cancel(false);
    }
  }
}
