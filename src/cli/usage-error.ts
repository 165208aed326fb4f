/** A command line that cannot be understood, or a command that cannot be carried out as asked: in words, without a stack. */
export class UsageError extends Error {}
