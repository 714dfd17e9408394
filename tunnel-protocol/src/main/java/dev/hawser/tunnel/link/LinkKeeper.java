package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.LineState;
import dev.hawser.tunnel.session.TransportException;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Keeps the endpoint's session linked: dials another link when there is none, or when the one
/// there is is only suspected (which then is closed by the new one, not before).
///
/// Confined to the session's loop.
///
/// ```
///         suspected, down                  refused, no way
///  IDLE ─────────────────► DIALLING ─────────────────────────► PAUSING
///    ▲                     │      ▲                               │
///    └───── linked ────────┘      └──── still needed ─────────────┘
/// ```
final class LinkKeeper implements LineListener {
  private final TunnelSession session;
  private final Carrier carrier;
  private final LinkSettings settings;
  private final Backoff backoff;
  private boolean busy; // dialling or pausing
  private int failures;

  LinkKeeper(TunnelSession session, Carrier carrier, LinkSettings settings, Backoff backoff) {
    this.session = session;
    this.carrier = carrier;
    this.settings = settings;
    this.backoff = backoff;
  }

  @Override
  public void onSuspected() {
    begin();
  }

  @Override
  public void onDown(TransportException cause) {
    begin();
  }

  private void begin() {
    if (!busy) {
      busy = true;
      failures = 0;
      dial();
    }
  }

  private void dial() {
    Links.dialLink(carrier, session, settings.security()).addListener(this::onDialled);
  }

  private void onDialled(Future<? super TunnelSession> dialled) {
    if (dialled.isSuccess()) {
      busy = false;
      return;
    }
    session.onLinkFailed();
    if (isForgotten(dialled.cause())) {
      session.onForgotten(
          new TransportException("the agent no longer knows the session", dialled.cause()));
      return;
    }
    failures++;
    session
        .eventLoop()
        .schedule(this::dialIfNeeded, backoff.pause(failures).toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean isForgotten(Throwable refusal) {
    return refusal instanceof ProtocolException answer
        && answer.code() == ErrorCode.UNKNOWN_SESSION;
  }

  private void dialIfNeeded() {
    boolean needed =
        switch (session.line()) {
          case LineState.Down down -> true;
          case LineState.Suspected suspected -> true;
          case LineState.New fresh -> false;
          case LineState.Up up -> false;
          case LineState.Over over -> false;
        };
    if (needed) {
      dial();
    } else {
      busy = false;
    }
  }
}
