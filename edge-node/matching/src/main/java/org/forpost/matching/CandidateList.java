package org.forpost.matching;

import java.util.List;

/// The answer of one search.
///
/// @param candidates the strongest first; equal ones in the order of their subjects
/// @param galleryVersion of the gallery that was searched
/// @param galleryFingers its size then
/// @param compared how many fingers SourceAFIS was asked about (all of them when the search was
///   exhaustive)
public record CandidateList(
        List<Candidate> candidates, long galleryVersion, int galleryFingers, int compared) {
    public CandidateList {
        candidates = List.copyOf(candidates);
    }
}
