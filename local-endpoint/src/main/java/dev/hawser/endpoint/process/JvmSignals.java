package dev.hawser.endpoint.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// `sun.misc.Signal` of the module `jdk.unsupported`: the only way to tell signals apart in Java,
/// there in every JDK, and by reflection because the compiler warns of its name whatever one says.
final class JvmSignals {
  private JvmSignals() {}

  static ProcessSignal.Handling handle(String name, Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object before = handle.invoke(null, signal, handler(handlerType, action));
      return () -> restore(handle, signal, before);
    } catch (InvocationTargetException unknownHere) {
      return () -> {};
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("jdk.unsupported is not in this runtime", e);
    }
  }

  private static Object handler(Class<?> type, Runnable action) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "handle" -> action.run();
            case "hashCode" -> {
              return System.identityHashCode(proxy);
            }
            case "equals" -> {
              return proxy == arguments[0];
            }
            case "toString" -> {
              return "handler of a signal";
            }
            default -> throw new IllegalStateException(method.toString());
          }
          return null;
        });
  }

  private static void restore(Method handle, Object signal, @Nullable Object before) {
    try {
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("what was handled can be handled again", e);
    }
  }
}
