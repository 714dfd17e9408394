package dev.hawser.endpoint;

import dev.hawser.tunnel.frame.PeerText;
import dev.hawser.tunnel.metrics.LiveStreams;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.LineState;
import dev.hawser.tunnel.session.TunnelSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// An agent's name and the session with it.
record LinkedAgent(String agentName, TunnelSession session, CompletableFuture<LinkEnd> end)
    implements AgentLink {

  LinkedAgent(String agentName, TunnelSession session) {
    this(agentName, session, new CompletableFuture<>());
    session
        .closed()
        .addListener(
            done ->
                end.complete(
                    done.isSuccess()
                        ? new LinkEnd.Closed()
                        : new LinkEnd.Lost(PeerText.clean(reason(done.cause())))));
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  @Override
  public String sessionName() {
    return session.name();
  }

  @Override
  public LiveStreams streams(int most) {
    return session.eventLoop().submit(() -> session.streams(most)).awaitUninterruptibly().getNow();
  }

  @Override
  public LineState line() {
    return session.eventLoop().submit(session::line).awaitUninterruptibly().getNow();
  }

  @Override
  public void onLine(LineListener listener) {
    session.eventLoop().execute(() -> session.onLine(listener));
  }

  @Override
  public CompletionStage<LinkEnd> closed() {
    return end;
  }

  @Override
  public void close() {
    session.close();
  }
}
