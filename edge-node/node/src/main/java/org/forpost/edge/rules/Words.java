package org.forpost.edge.rules;

/// The same sentence for readers of two languages.
public record Words(String en, String ru) {}
