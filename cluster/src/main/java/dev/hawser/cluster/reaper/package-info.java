/// The watchman in the cluster: a Job that undoes a session whose machine has vanished.
@NullMarked
package dev.hawser.cluster.reaper;

import org.jspecify.annotations.NullMarked;
