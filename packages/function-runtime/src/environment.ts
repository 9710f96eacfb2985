import * as z from "zod/mini";

import { ConfigError } from "./errors.ts";

/** A function's environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that must hold text. */
export function requiredText(description: string) {
  return z
    .string({ error: "is missing" })
    .check(z.minLength(1, "is empty"))
    .register(z.globalRegistry, { description });
}

/** A variable that is sent as an HTTP header's value (RFC 9110, section 5.5). */
export function headerText(description: string) {
  return requiredText(description).check(
    z.regex(/^[\x20-\x7e]+$/, "may hold the printable characters of ASCII only"),
  );
}

/** A variable that may be absent; an empty one counts as absent, since CloudFormation cannot leave out a parameter. */
export function optionalText(description: string) {
  return z.pipe(
    z.optional(z.string()).register(z.globalRegistry, { description }),
    z.transform((value) => (value === "" ? undefined : value)),
  );
}

/**
 * How many events a process takes at a time, which the platform says where it is more than one
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html).
 */
export const concurrentEvents = z.pipe(
  z.optional(z.string()),
  z.transform((value) => Math.max(1, Number.parseInt(value ?? "", 10) || 1)),
);

/** A variable that must hold a whole number within bounds. `unit` and `description` are for people. */
export function wholeNumber(range: {
  min: number;
  max: number;
  unit: string;
  description: string;
}) {
  const rule = `must be a whole number of ${range.unit} from ${range.min} to ${range.max}`;
  return z.pipe(
    z
      .string({ error: "is missing" })
      .check(z.regex(/^\d{1,15}$/, rule))
      .register(z.globalRegistry, { description: range.description }),
    z.pipe(
      z.transform((value: string) => Number(value)),
      z.int().check(z.minimum(range.min, rule), z.maximum(range.max, rule)),
    ),
  );
}

/**
 * What the platform gives to every function, beyond its own variables. Empty values count as absent.
 * The proxy variables are the ones curl and most programs read; AWS is never reached through them.
 */
export const platformShape = {
  AWS_LAMBDA_FUNCTION_NAME: optionalText("the function's name, which Lambda itself sets"),
  AWS_ENDPOINT_URL: optionalText("another endpoint for every AWS service, as the SDKs know it"),
  HTTPS_PROXY: optionalText("proxy for https requests to Reddit and the picture hosts"),
  HTTP_PROXY: optionalText("proxy for http requests to Reddit and the picture hosts"),
  NO_PROXY: optionalText("hosts that are reached without a proxy, separated by commas"),
};

/**
 * The variables that `schema` describes, checked.
 * @throws {ConfigError} naming every variable that is missing or wrong.
 */
export function parseEnvironment<Schema extends z.core.$ZodType>(
  schema: Schema,
  env: Environment,
): z.output<Schema> {
  const result = z.safeParse(schema, env);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join(".") || "environment"} ${issue.message}`,
  );
  throw new ConfigError(
    `This function cannot start. Correct its environment in infra/template.yaml: ${problems.join("; ")}.`,
  );
}
