/// Measures how well fingers are told apart, on sets of real images.
///
/// The protocol is that of the Fingerprint Verification Competitions (Maio, Maltoni, Cappelli,
/// Wayman, Jain: *FVC2000*, IEEE PAMI 24(3), 2002): genuine pairs are all pairs of impressions of
/// one finger, (A, B) without (B, A); an image that cannot be enrolled counts as a non-match in
/// each of its pairs. Impostor pairs are all pairs of impressions of different fingers of one set,
/// which is what the research sets' own figures count here, or with [EvaluateCommand]'s
/// `--strict-fvc` only the first impressions of each finger, as the competitions did. Pairs are
/// never made across sets.
///
/// In every figure SourceAFIS alone, with its own decoding of the file, stands beside ours.
@NullMarked
package org.forpost.matching.evaluate;

import org.jspecify.annotations.NullMarked;
