import type { LambdaFunction } from "./lambda-function.ts";

/** Finds a function by any form of its name that Lambda takes; the version can only be `$LATEST`. */
export type FindFunction = (nameOrArn: string) => LambdaFunction | undefined;

/** Name, partial ARN (`<account>:function:<name>`) or ARN, each with or without `:$LATEST`. */
const reference = /^(?:(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d+:)?function:)?([\w-]+)(?::\$LATEST)?$/;

/** A finder over the functions of a stack. */
export function functionFinder(functions: readonly LambdaFunction[]): FindFunction {
  return (nameOrArn) => {
    const [, name] = reference.exec(nameOrArn) ?? [];
    return functions.find((candidate) => candidate.name === name);
  };
}
