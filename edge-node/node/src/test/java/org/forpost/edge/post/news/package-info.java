@NullMarked
package org.forpost.edge.post.news;

import org.jspecify.annotations.NullMarked;
