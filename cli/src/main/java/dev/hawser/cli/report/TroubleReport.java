package dev.hawser.cli.report;

/// Something that went wrong.
///
/// @param at when, ISO 8601
/// @param meaning what it means and what to do; empty where the words say it themselves
public record TroubleReport(String at, String what, String meaning) {}
