import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { RunningStack } from "@reddit-crawler/local-stack/start-stack";

/** An output of the template that the commands read. @throws {CommandError} when there is none. */
export function output(stack: Pick<RunningStack, "outputs">, name: string): string {
  const value = stack.outputs[name];
  if (value === undefined)
    throw new CommandError(`infra/template.yaml has no output ${name}, which the commands read.`);
  return value;
}
