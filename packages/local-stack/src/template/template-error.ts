/** Thrown when a template cannot be run on this machine; nothing was started, and the message lists every problem. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      problems.length === 1 ? problems[0] : problems.map((problem) => `- ${problem}`).join("\n"),
    );
    this.problems = problems;
  }
}
