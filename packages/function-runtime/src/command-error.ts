/** Thrown when a command cannot do what it was asked to. Its message says why and what to do; commands show nothing else of it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
