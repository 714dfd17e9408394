package dev.hawser.endpoint.process;

import dev.hawser.tunnel.frame.PeerText;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells who listens on a port that the local process wants.
public final class LocalPorts {
  private LocalPorts() {}

  /// The process that listens on that port of the loopback or of every address, or nothing if the
  /// port is free.
  public static Optional<PortHolder> holder(int port) {
    if (Platform.current() == Platform.LINUX) {
      try {
        return new ProcSockets().listener(port).map(LocalPorts::owner);
      } catch (IOException noProc) {
        // asked otherwise, below
      }
    }
    return canBind(port) ? Optional.empty() : Optional.of(asked(port));
  }

  private static PortHolder owner(ProcSockets.Listener listener) {
    OptionalLong pid = listener.pid();
    return pid.isPresent() ? named(pid.getAsLong()) : PortHolder.UNKNOWN;
  }

  private static PortHolder named(long pid) {
    Optional<ProcessHandle.Info> info = ProcessHandle.of(pid).map(ProcessHandle::info);
    return new PortHolder(
        OptionalLong.of(pid),
        info.flatMap(known -> known.commandLine().or(known::command)).map(PeerText::clean),
        info.flatMap(ProcessHandle.Info::startInstant));
  }

  private static boolean canBind(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(Platform.current() != Platform.WINDOWS);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (BindException taken) {
      return !String.valueOf(taken.getMessage()).contains("in use");
    } catch (IOException unclear) {
      return true;
    }
  }

  private static PortHolder asked(int port) {
    try {
      OptionalLong pid =
          switch (Platform.current()) {
            case WINDOWS -> NetstatTable.listener(ShortRun.of(NetstatTable.COMMAND).output(), port);
            case LINUX, MAC, OTHER ->
                LsofAnswer.listener(ShortRun.of(LsofAnswer.command(port)).output());
          };
      return pid.isPresent() ? named(pid.getAsLong()) : PortHolder.UNKNOWN;
    } catch (IOException noSuchProgram) {
      return PortHolder.UNKNOWN;
    }
  }
}
