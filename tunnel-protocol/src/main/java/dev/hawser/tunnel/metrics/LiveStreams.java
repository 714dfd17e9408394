package dev.hawser.tunnel.metrics;

import java.util.List;

/// The live streams of a session at one moment.
///
/// @param count how many there are
/// @param views of some, where there are too many to look at
public record LiveStreams(int count, List<StreamView> views) {

  public LiveStreams {
    views = List.copyOf(views);
  }
}
