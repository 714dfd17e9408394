package dev.hawser.cluster.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoleManifestTest {
  private static final List<Right> RIGHTS = RequiredRights.ofDeveloper();

  private final RoleManifest manifest = new RoleManifest("shop", new Subject.User("anna:x"));

  @Test
  void theFullRoleGrantsEveryRightOfTheList() {
    assertThat(granted(manifest.full(RIGHTS)))
        .containsExactlyInAnyOrderElementsOf(RIGHTS.stream().map(Right::toString).toList());
  }

  @Test
  void theSmallestRoleGrantsWhatIsNeededAndNothingElse() {
    assertThat(granted(manifest.smallest(RIGHTS)))
        .containsExactlyInAnyOrderElementsOf(
            RIGHTS.stream().filter(Right::isNeeded).map(Right::toString).toList());
  }

  @Test
  void theSmallestRoleWithAReaperGrantsItsObjectsBesides() {
    assertThat(granted(manifest.smallestWithReaper(RIGHTS)))
        .contains(
            "create jobs.batch",
            "create serviceaccounts",
            "create roles.rbac.authorization.k8s.io",
            "create rolebindings.rbac.authorization.k8s.io")
        .hasSize((int) RIGHTS.stream().filter(Right::isNeeded).count() + 4);
  }

  @Test
  void theSmallestRoleForAKindGrantsWhatThatKindNeedsAndNothingOfOthers() {
    List<Right> rights = RequiredRights.ofDeveloper(Set.of(WorkloadKind.POD));

    assertThat(granted(manifest.smallest(rights)))
        .contains("get pods", "create pods", "patch pods", "delete pods")
        .noneMatch(right -> right.endsWith("deployments.apps"));
    assertThat(rights).filteredOn(right -> right.toString().equals("create pods")).hasSize(1);
  }

  @Test
  void theSmallestRoleTellsWhatEachRightLeftOutWouldHaveBeenGoodFor() {
    assertThat(RIGHTS).filteredOn(right -> !right.isNeeded()).isNotEmpty();
    for (Right right : RIGHTS) {
      assertThat(manifest.smallest(RIGHTS)).contains("# " + right.reason());
    }
  }

  @Test
  void whatIsLeftOutIsGrantedByRemovingTheCommentSigns() {
    String uncommented =
        manifest.smallest(RIGHTS).replaceAll("(?m)^  # (- apiGroups|  resources|  verbs)", "  $1");

    assertThat(granted(uncommented))
        .containsExactlyInAnyOrderElementsOf(RIGHTS.stream().map(Right::toString).toList());
  }

  @Test
  void theBindingGivesTheRoleToTheSubject() {
    for (Subject subject :
        List.of(
            new Subject.User("anna"),
            new Subject.Group("devs"),
            new Subject.ServiceAccount("ci", "bot"))) {
      RoleBinding binding =
          object(new RoleManifest("shop", subject).full(RIGHTS), 1, RoleBinding.class);

      assertThat(binding.getMetadata().getNamespace()).isEqualTo("shop");
      assertThat(binding.getRoleRef().getName()).isEqualTo("hawser");
      assertThat(binding.getSubjects().getFirst().getKind())
          .isEqualTo(subject.getClass().getSimpleName());
    }
  }

  private static List<String> granted(String yaml) {
    return object(yaml, 0, Role.class).getRules().stream()
        .flatMap(RoleManifestTest::rights)
        .toList();
  }

  private static Stream<String> rights(PolicyRule rule) {
    String group = rule.getApiGroups().getFirst();
    return rule.getVerbs().stream()
        .map(
            verb ->
                verb + " " + rule.getResources().getFirst() + (group.isEmpty() ? "" : "." + group));
  }

  private static <T> T object(String yaml, int index, Class<T> type) {
    return Serialization.unmarshal(yaml.split("(?m)^---$", -1)[index], type);
  }
}
