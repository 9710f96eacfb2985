/** Thrown when a command cannot do what it was asked to; the message says why and what to do, and is all that is shown. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
