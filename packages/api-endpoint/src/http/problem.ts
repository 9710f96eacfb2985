/** The statuses that this API refuses with, and their phrases (RFC 9110, section 15). */
const titles = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  502: "Bad Gateway",
} as const;

/** What is wrong with one field of the body; `field` is its name there. */
export interface FieldProblem {
  field: string;
  detail: string;
}

/** Why a request was not carried out. */
export interface Problem {
  status: keyof typeof titles;
  /** A sentence for the caller: what is wrong and what to do. */
  detail: string;
  errors?: readonly FieldProblem[];
}

/** The body of every answer that is not a success (RFC 9457, `application/problem+json`). */
export interface ProblemDetails extends Problem {
  type: "about:blank";
  title: string;
  /** The request's id, which every line of the log has too. */
  instance: string;
}

/** The problem as its caller reads it. `about:blank` makes the title the status's own phrase (RFC 9457, section 4.2.1). */
export function problemDetails(problem: Problem, requestId: string): ProblemDetails {
  return { type: "about:blank", title: titles[problem.status], ...problem, instance: requestId };
}
