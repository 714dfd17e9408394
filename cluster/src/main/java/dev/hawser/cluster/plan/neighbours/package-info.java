/// What else acts on a workload and its pods, and may disturb a session or be disturbed by it: a
/// file a subject, each a pure function from a [Scene] to plain sentences.
@NullMarked
package dev.hawser.cluster.plan.neighbours;

import org.jspecify.annotations.NullMarked;
