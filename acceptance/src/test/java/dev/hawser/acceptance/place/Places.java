package dev.hawser.acceptance.place;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives test classes what they ask for in their constructor: the [Place], one for all; a [Shop]
/// and a [Session] of the class's own, which end with it.
public final class Places implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(Places.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Place.class || type == Shop.class || type == Session.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Place.class
        ? place(context)
        : type == Shop.class ? shop(context) : session(context);
  }

  private static Place place(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Place.class, key -> Place.open(), Place.class);
  }

  private static Shop shop(ExtensionContext context) {
    Place place = place(context);
    return store(context).computeIfAbsent(Shop.class, key -> new Shop(place), Shop.class);
  }

  private static Session session(ExtensionContext context) {
    Shop shop = shop(context);
    return store(context)
        .computeIfAbsent(Session.class, key -> Session.connect(shop), Session.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
