package dev.hawser.cli.config;

/// A variable of the local process that a file gives.
///
/// @param origin where
public record TemplateVariable(String name, Template value, Origin origin) {}
