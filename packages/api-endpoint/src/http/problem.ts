import type { ProblemDetails } from "@reddit-crawler/message-schema/http-api/answer-schemas";

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

/** What is wrong with one field of the body or one parameter; `field` is its name there. */
export type FieldProblem = NonNullable<ProblemDetails["errors"]>[number];

/** Why a request was not carried out. */
export interface Refusal {
  kind: "refusal";
  status: keyof typeof titles;
  /** A sentence for the caller: what is wrong and what to do. */
  detail: string;
  errors?: FieldProblem[];
  headers?: Readonly<Record<string, string>>;
}

/** A refusal; header names are in lower case. */
export function refusal(
  status: Refusal["status"],
  detail: string,
  more: { errors?: FieldProblem[]; headers?: Refusal["headers"] & {} } = {},
): Refusal {
  return { kind: "refusal", status, detail, ...more };
}

/** The refusal's body. `about:blank` makes the title the status's own phrase (RFC 9457, section 4.2.1). */
export function problemDetails(
  { status, detail, errors }: Refusal,
  requestId: string,
): ProblemDetails {
  const title = titles[status];
  return {
    type: "about:blank",
    title,
    status,
    detail,
    ...(errors && { errors }),
    instance: requestId,
  };
}
