package org.forpost.edge.operator;

/// How a try to log in, to unlock or to give a word ended.
public sealed interface Login {

    /// @param token for the one who asked; nobody else may see it
    record Open(String token, Operator operator) implements Login {}

    /// Login or password is wrong; which of them is not told.
    ///
    /// @param waitMillis until the next try is looked at; 0 for at once
    record Wrong(long waitMillis) implements Login {}

    /// Too many wrong tries: nothing was looked at, not even a right password.
    record Waiting(long waitMillis) implements Login {}

    /// The password is right, and the account needs a supervisor's extension or a newer release.
    record Expired(Operator operator) implements Login {}

    /// The password is right, and the account has not the role that is needed.
    record NotEntitled(Operator operator) implements Login {}

    /// There is no operators release at this lane yet: nobody can log in.
    record NobodyKnown() implements Login {}
}
