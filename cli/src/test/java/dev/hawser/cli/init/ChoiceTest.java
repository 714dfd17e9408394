package dev.hawser.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private final Choice choice =
      new Choice(List.of("orders", "orders-db", "stock"), Optional.of("stock"));

  @Test
  void aNumberANameOrAPartOfOneChooses() {
    assertThat(choice.take("2")).hasValue("orders-db");
    assertThat(choice.take("orders")).hasValue("orders");
    assertThat(choice.take(" TOC ")).hasValue("stock");
  }

  @Test
  void nothingMeansWhatIsSuggested() {
    assertThat(choice.take("")).hasValue("stock");
    Choice without = new Choice(List.of("a", "b"), Optional.empty());
    assertThat(without.take("")).isEmpty();
    assertThat(without.lines()).contains("  an answer is needed");
  }

  @Test
  void aPartOfSeveralLeavesThoseWithTheirNumbers() {
    assertThat(choice.take("order")).isEmpty();
    assertThat(choice.lines())
        .containsExactly("  which of these?", "   1  orders", "   2  orders-db");
    assertThat(choice.take("2")).hasValue("orders-db");
  }

  @Test
  void whatFitsNoneIsSaidAndAllAreShown() {
    assertThat(choice.take("x")).isEmpty();
    assertThat(choice.take("9")).isEmpty();
    assertThat(choice.lines()).hasSize(4).contains("  none has '9' in it");
  }

  @Test
  void ofManyTheFirstAreShown() {
    List<String> many = IntStream.range(0, 40).mapToObj(i -> "service-" + i).toList();
    assertThat(new Choice(many, Optional.empty()).lines())
        .hasSize(16)
        .last()
        .isEqualTo("      and 25 more; type a part of the name");
  }
}
