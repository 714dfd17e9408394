/// The variables of a target's container: as a running original has them
/// ([OriginalEnvironment]), or as its manifest gives them ([DeclaredEnvironment]).
@NullMarked
package dev.hawser.cluster.environment;

import org.jspecify.annotations.NullMarked;
