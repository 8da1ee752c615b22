/// Whether a name and a birth date may be those of a nominal, whatever alphabet and whatever
/// spelling each was written in.
///
/// ```
///   Щербаков, Shcherbakov, SZCZERBAKOW ──► FoldedName: SERBAKOF ──► NameIndex ──► NameCandidate
///                (ICU: any script to Latin)   (what transliterations disagree about, made alike)
/// ```
///
/// It ranks and gives its reasons. The officer decides.
@NullMarked
package org.forpost.edge.watchlist.name;

import org.jspecify.annotations.NullMarked;
