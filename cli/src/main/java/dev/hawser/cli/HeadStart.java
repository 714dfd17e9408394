package dev.hawser.cli;

import dev.hawser.cluster.Cluster;
import org.slf4j.LoggerFactory;

/// What takes long the first time and is needed a little later, begun while the command line is
/// read: a second core has nothing to do then.
final class HeadStart {
  private HeadStart() {}

  static void begin() {
    Thread.ofPlatform().daemon().name("head start").start(HeadStart::run);
  }

  private static void run() {
    LoggerFactory.getILoggerFactory();
    Cluster.warmUp();
  }
}
