package org.forpost.protocol.record;

/// What a record tells. The kinds are closed, so that the compiler finds the place that forgot one.
public sealed interface Body permits Crossing, Audit, Image {}
