import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";

let prefix: Promise<readonly string[]> | undefined;

/** `command` as it runs on the last core alone; as it is where there is one core only, or no `taskset`. */
export async function onLastCore(command: readonly string[]): Promise<string[]> {
  prefix ??= findPrefix();
  return [...(await prefix), ...command];
}

async function findPrefix(): Promise<readonly string[]> {
  const core = availableParallelism() - 1;
  if (core === 0) return [];
  const [file, ...args] = ["taskset", "-c", String(core)] as const;
  return promisify(execFile)(file, [...args, "true"]).then(
    () => [file, ...args],
    () => [],
  );
}
