/// Tests of the lanes as peers, and what they share.
@NullMarked
package org.forpost.edge.post;

import org.jspecify.annotations.NullMarked;
