package dev.hawser.cluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;

/// The one mapper of Kubernetes objects: what it has learnt of a type, which takes a good part of
/// the command's start, serves the kubeconfig's reader, every client and us.
public final class KubeJson {
  private static final ObjectMapper MAPPER = mapper();

  /// For clients. Does not look for the classes of all kinds that there are, which it would take
  /// a tenth of a second to find: objects whose kind is not said in code are generic ones.
  public static final KubernetesSerialization SERIALIZATION =
      new KubernetesSerialization(MAPPER, false);

  private KubeJson() {}

  @SuppressWarnings("deprecation") // the kubeconfig is read with no other
  private static ObjectMapper mapper() {
    SimpleModule unseen = new SimpleModule("unseen").setDeserializerModifier(new UnseenTypes());
    return Serialization.jsonMapper().registerModule(unseen);
  }

  /// An object of the client's as a tree; what the client's types do not know is in it.
  public static JsonNode tree(Object object) {
    return MAPPER.valueToTree(object);
  }

  /// A part of a tree as one of the client's types; null where the tree has nothing.
  public static <T> T as(Class<T> type, JsonNode tree) {
    return MAPPER.convertValue(tree, type);
  }

  /// @throws io.fabric8.kubernetes.client.KubernetesClientException where it is no JSON
  public static JsonNode parse(String json) {
    return SERIALIZATION.unmarshal(json, JsonNode.class);
  }

  /// Learns types ahead of need.
  public static void learn(Iterable<Class<?>> types) {
    types.forEach(type -> SERIALIZATION.unmarshal("{}", type));
  }
}
