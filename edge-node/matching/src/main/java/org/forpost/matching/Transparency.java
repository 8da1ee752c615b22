package org.forpost.matching;

/// Sees what a search did, stage by stage. Called once at the end of each search that was not
/// called off, from the thread that searched.
@FunctionalInterface
public interface Transparency {
    void searched(SearchStages stages);
}
