/// Who works at this lane: accounts out of the signed release, login without a link, sessions, and
/// what a supervisor's word is for.
///
/// ```
///   nobody ──login──► at work ──lock, idle──► locked
///     ▲                 │   ◄──own password──────┘ │
///     └──── logout ─────┴──────────────────────────┘
/// ```
///
/// A locked lane goes on writing down, sending and receiving; it only shows and decides nothing.
@NullMarked
package org.forpost.edge.operator;

import org.jspecify.annotations.NullMarked;
