package dev.hawser.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;

/// Where this process writes what is too much for the console: a file of its own, in a directory of
/// the user's among the temporary files. It is bounded, and what old processes left is removed.
///
/// Found by Logback as a service when something is logged first; in code, for reading an XML file
/// takes longer than most commands.
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String PATTERN = "%d{HH:mm:ss.SSSX} %-5level %logger{20} [%thread] %msg%n";
  private static final int MAX_BYTES = 8 << 20; // and as much again of what came before
  private static final Path DIRECTORY = findDirectory();
  private static final Path FILE = beside(".log");

  public static Path file() {
    return FILE;
  }

  /// Where this user's processes have what they share; nobody else may enter it.
  public static Path directory() {
    return DIRECTORY;
  }

  /// A file of this process's.
  ///
  /// @param ending of its name, after the process's number
  public static Path beside(String ending) {
    return DIRECTORY.resolve(ProcessHandle.current().pid() + ending);
  }

  private static Path findDirectory() {
    Path usual =
        Path.of(System.getProperty("java.io.tmpdir"), "hawser-" + System.getProperty("user.name"));
    try {
      PrivateFiles.makeDirectory(usual);
      return usual;
    } catch (IOException somebodyElses) {
      return ownDirectory();
    }
  }

  private static Path ownDirectory() {
    try {
      return PrivateFiles.makeTemporaryDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException("no place for temporary files", e);
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(FILE.toString());
    appender.setEncoder(encoder);
    bound(appender, context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger("dev.hawser").setLevel(Level.INFO);
    LogFiles.removeOld(DIRECTORY);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void bound(RollingFileAppender<ILoggingEvent> appender, LoggerContext context) {
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(FILE + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(1);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
    full.setContext(context);
    full.setMaxFileSize(new FileSize(MAX_BYTES));
    full.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(full);
  }
}
