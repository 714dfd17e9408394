package dev.hawser.endpoint;

import dev.hawser.endpoint.volumes.AtomicVolume;
import dev.hawser.endpoint.volumes.VolumeArrival;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.ServiceRequest;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.relay.BlockingStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings over what the kubelet writes anew, told by one agent or, when that is gone, by another.
/// On a virtual thread of its own until closed; may be closed on any.
public final class VolumeFollowing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeFollowing.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_PATH_BYTES = 4096;

  private final LinkedAgents agents;
  private final Path mirror;
  private final Consumer<String> told;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("volumes").unstarted(this::run);
  private volatile @Nullable BlockingStream stream;

  private VolumeFollowing(LinkedAgents agents, Path mirror, Consumer<String> told) {
    this.agents = agents;
    this.mirror = mirror;
    this.told = told;
  }

  static VolumeFollowing begin(LinkedAgents agents, Path mirror, Consumer<String> told) {
    VolumeFollowing following = new VolumeFollowing(agents, mirror, told);
    following.thread.start();
    return following;
  }

  private void run() {
    try {
      do {
        List<LinkedAgent> linked = agents.all();
        if (!linked.isEmpty() && !follow(linked.getFirst())) {
          return;
        }
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Until the agent is gone.
  ///
  /// @return whether there is anything to follow
  private boolean follow(LinkedAgent agent) {
    try {
      ServiceRequest known = known();
      if (known.texts().isEmpty()) {
        return false;
      }
      try (BlockingStream changes =
          BlockingStream.open(
              agent.session(), Destination.service(AgentService.VOLUME_CHANGES.destination()))) {
        stream = changes;
        known.writeTo(changes.output());
        while (closed.getCount() > 0) {
          @Nullable String path = next(changes.input());
          if (path == null) {
            break;
          }
          renew(agent, path);
        }
      }
    } catch (IOException e) {
      if (closed.getCount() > 0) {
        LOG.info("volumes are not followed at {}: {}", agent.agentName(), e.getMessage());
      }
    }
    return true;
  }

  private ServiceRequest known() throws IOException {
    List<String> known = new ArrayList<>();
    for (Map.Entry<String, AtomicVolume> volume : AtomicVolume.in(mirror).entrySet()) {
      volume
          .getValue()
          .writing()
          .ifPresent(
              writing -> {
                known.add(volume.getKey());
                known.add(writing);
              });
    }
    return new ServiceRequest(known);
  }

  private void renew(LinkedAgent agent, String path) throws IOException {
    boolean renewed =
        ServiceStream.read(
            agent.session(),
            AgentService.VOLUMES,
            new ServiceRequest(List.of(path)),
            LIMIT,
            input -> VolumeArrival.renewed(mirror, path, input));
    if (renewed) {
      told.accept(path);
    }
  }

  /// A text that a zero byte ends; null at the end of the stream.
  private static @Nullable String next(InputStream input) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int one = input.read(); one != 0; one = input.read()) {
      if (one < 0) {
        return null;
      }
      if (text.size() == MAX_PATH_BYTES) {
        throw new IOException("a path of more than %d bytes".formatted(MAX_PATH_BYTES));
      }
      text.write(one);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /// Nothing is written to the mirror any more when this returns.
  @Override
  public void close() {
    closed.countDown();
    BlockingStream open = stream;
    if (open != null) {
      open.close();
    }
    try {
      thread.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
