package dev.hawser.tunnel.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What a [FrameReader] has handed on, in words that do not depend on how DATA was cut.
final class Transcript {
  private static final Set<String> OF_THE_LINK =
      Set.of("onHello", "onPing", "onPong", "onGoaway", "onAck", "onDatagram");

  final List<String> calls = new ArrayList<>();
  final List<String> resumableCalls = new ArrayList<>();
  final FrameSink sink =
      (FrameSink)
          Proxy.newProxyInstance(
              FrameSink.class.getClassLoader(),
              new Class<?>[] {FrameSink.class},
              (proxy, method, arguments) -> {
                note(method.getName(), arguments);
                return null;
              });

  private void note(String name, Object... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof ByteBuf bytes) {
        arguments[i] = ByteBufUtil.hexDump(bytes);
        bytes.release();
      }
    }
    if (name.equals("onData")) {
      String begin = "data %s ".formatted(arguments[0]);
      String end = arguments[1] + (arguments[2].equals(true) ? "." : "");
      addData(calls, begin, end);
      addData(resumableCalls, begin, end);
    } else {
      String call = name + Arrays.toString(arguments);
      calls.add(call);
      if (!OF_THE_LINK.contains(name)) {
        resumableCalls.add(call);
      }
    }
  }

  /// As one with the data before, unless that was another stream's, or its end.
  private static void addData(List<String> to, String begin, String end) {
    if (!to.isEmpty() && to.getLast().startsWith(begin) && !to.getLast().endsWith(".")) {
      to.add(to.removeLast() + end);
    } else {
      to.add(begin + end);
    }
  }
}
