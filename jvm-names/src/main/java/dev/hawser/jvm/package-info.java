/// Names of the cluster's services for JVMs of Java 8 and later, without a change of the machine: a
/// Java agent that reads a hosts file and leaves all other names to the JVM.
package dev.hawser.jvm;
