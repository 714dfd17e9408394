package dev.hawser.jvm;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts a name service before the JVM's own, in the private field of [InetAddress] where that is: a
/// list of them in Java 8, one from 9 to 17.
final class OlderJvm {
  private static final Object NOBODY = new Object();

  private OlderJvm() {}

  static void install(NamesFile names, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    try {
      installFirst(names);
    } catch (NoSuchFieldException notJava8) {
      open(instrumentation);
      installInPlace(names);
    }
  }

  /// In Java 8: a name that one service does not know is asked of the next.
  @SuppressWarnings("unchecked")
  private static void installFirst(NamesFile names) throws ReflectiveOperationException {
    Field services = InetAddress.class.getDeclaredField("nameServices");
    services.setAccessible(true);
    ((List<Object>) services.get(null))
        .add(0, service(Class.forName("sun.net.spi.nameservice.NameService"), names, NOBODY));
  }

  private static void installInPlace(NamesFile names) throws ReflectiveOperationException {
    Field service = InetAddress.class.getDeclaredField("nameService");
    service.setAccessible(true);
    service.set(null, service(service.getType(), names, service.get(null)));
  }

  /// `java.net` to this class's module, which Java 9 has closed; what is called exists from
  /// there on only.
  private static void open(Instrumentation instrumentation) throws ReflectiveOperationException {
    Method getModule = Class.class.getMethod("getModule");
    Class<?> module = Class.forName("java.lang.Module");
    Map<String, Set<?>> opens = new HashMap<>();
    opens.put("java.net", Collections.singleton(getModule.invoke(OlderJvm.class)));
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            getModule.invoke(InetAddress.class),
            Collections.emptySet(),
            Collections.emptyMap(),
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
  }

  private static Object service(Class<?> type, NamesFile names, Object next) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new Service(names, next));
  }

  private static final class Service implements InvocationHandler {
    private final NamesFile names;
    private final Object next;

    /// @param next who is asked for other names; [#NOBODY] where the JVM does so
    Service(NamesFile names, Object next) {
      this.names = names;
      this.next = next;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(this, arguments);
      }
      if (method.getName().equals("lookupAllHostAddr")) {
        Optional<InetAddress> found = names.find((String) arguments[0]);
        if (found.isPresent()) {
          return new InetAddress[] {found.get()};
        }
      }
      if (next == NOBODY) {
        throw new UnknownHostException(String.valueOf(arguments[0]));
      }
      try {
        method.setAccessible(true);
        return method.invoke(next, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
