@NullMarked
package org.forpost.edge.post.desk;

import org.jspecify.annotations.NullMarked;
