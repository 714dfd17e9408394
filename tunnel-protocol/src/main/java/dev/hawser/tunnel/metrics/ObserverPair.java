package dev.hawser.tunnel.metrics;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.frame.StreamProtocol;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Two that hear the same, the first first.
record ObserverPair(TunnelObserver first, TunnelObserver second) implements TunnelObserver {

  @Override
  public void onSession() {
    first.onSession();
    second.onSession();
  }

  @Override
  public void onLinkUp() {
    first.onLinkUp();
    second.onLinkUp();
  }

  @Override
  public void onResumed(long replayedBytes, Duration down) {
    first.onResumed(replayedBytes, down);
    second.onResumed(replayedBytes, down);
  }

  @Override
  public void onDatagramDropped() {
    first.onDatagramDropped();
    second.onDatagramDropped();
  }

  @Override
  public void onLinkDown() {
    first.onLinkDown();
    second.onLinkDown();
  }

  @Override
  public void onRoundTrip(long ns) {
    first.onRoundTrip(ns);
    second.onRoundTrip(ns);
  }

  @Override
  public void onStreamOpened(StreamView stream) {
    first.onStreamOpened(stream);
    second.onStreamOpened(stream);
  }

  @Override
  public void onStreamConfirmed(Role opener, StreamProtocol protocol, long latencyNs) {
    first.onStreamConfirmed(opener, protocol, latencyNs);
    second.onStreamConfirmed(opener, protocol, latencyNs);
  }

  @Override
  public void onStreamClosed(StreamView stream, Outcome outcome, @Nullable ResetCode code) {
    first.onStreamClosed(stream, outcome, code);
    second.onStreamClosed(stream, outcome, code);
  }

  @Override
  public void onBytes(Role sender, StreamProtocol protocol, int bytes) {
    first.onBytes(sender, protocol, bytes);
    second.onBytes(sender, protocol, bytes);
  }
}
