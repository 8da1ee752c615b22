package org.forpost.protocol.record;

/// A choice whose number stands in SPEC.md and never changes, whatever the order in the source.
interface Coded {
    int code();
}
