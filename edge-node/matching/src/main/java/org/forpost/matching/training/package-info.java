/// How `cylinder.projection` is learned and how well it does on fingers that it never saw: fingers
/// in, mates' minutiae brought together with SourceAFIS's help, linear discriminant analysis over
/// their cylinders, a file out. Nothing of this runs at a post.
///
/// ```
/// images ──► Impression ──► Mates ──► Scatter ──► Discriminant ──► Lesson ──► Projection
/// synthetic fingers ─┘   (pairs of       (two           (96           (signs, noise,
///                         minutiae)    covariances)   directions)    likelihoods, weights)
/// ```
@NullMarked
package org.forpost.matching.training;

import org.jspecify.annotations.NullMarked;
