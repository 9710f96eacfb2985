import type * as z from "zod/mini";

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

/** One line per problem of `issues`, each naming the place below `where`. */
export function schemaProblems(issues: readonly z.core.$ZodIssue[], where: string): string[] {
  return issues.flatMap((issue) => {
    const place = [where, ...issue.path.map(String)].join(".");
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => `${place}: ${key} is not supported by the local stack`);
      case "invalid_type":
        return [`${place} is missing or no ${issue.expected}`];
      case "invalid_value":
        return issue.message === "Invalid input"
          ? [`${place} must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`]
          : [`${place} ${issue.message}`];
      default:
        return [`${place} ${issue.message}`];
    }
  });
}
