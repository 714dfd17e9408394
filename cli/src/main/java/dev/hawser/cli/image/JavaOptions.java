package dev.hawser.cli.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the agent's JVM is started, the same in the image and where its start-up cache is made, for
/// the cache holds for equal options only.
final class JavaOptions {
  private static final List<String> FIXED =
      List.of(
          // little memory: one event loop, whose data is outside the heap
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xms12m",
          "-Xmx96m",
          "-Xss512k",
          "-XX:MaxDirectMemorySize=128m",
          "-XX:ReservedCodeCacheSize=48m",
          // less inlining halves the compiler's work, which is most of a short session's CPU time
          "-XX:InlineSmallCode=1000",
          "-XX:FreqInlineSize=60",
          "-XX:TrimNativeHeapInterval=5000", // gives back what the compiler used
          // nothing is written to a disk, least of all secrets in a core file; the one line on
          // standard output is the agent's
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ErrorFileToStderr",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dvertx.disableDnsResolver=true",
          // names of files are UTF-8 though the container sets no locale
          "-Dsun.jnu.encoding=UTF-8",
          // a slow name server blocks a carrier thread for each name asked
          "-Djdk.virtualThreadScheduler.parallelism=8");

  static final String MAIN_CLASS = "dev.hawser.agent.Main";

  private JavaOptions() {}

  /// All options but that of the cache.
  ///
  /// @param home the directory of `lib/` and `native/`, wherever they are when the JVM starts
  static List<String> at(String home, List<String> jars) {
    List<String> options = new ArrayList<>(FIXED);
    options.add("-Djava.library.path=" + home + "/native");
    options.add("-cp");
    options.add(jars.stream().map(jar -> home + "/lib/" + jar).collect(Collectors.joining(":")));
    return options;
  }
}
