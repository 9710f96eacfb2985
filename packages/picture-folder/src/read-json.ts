import { readFile, stat } from "node:fs/promises";

import * as z from "zod/mini";

/**
 * The JSON in `file` as `schema` has it; undefined when there is no such file or it holds something else. A folder, a pipe
 * or a device in its place is something else, too: a pipe would be waited for without end.
 * @throws the system's error when the file is there and cannot be read.
 */
export async function readAs<Schema extends z.core.$ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    return z.safeParse(schema, JSON.parse(await readFile(file, "utf8"))).data;
  } catch (error) {
    if (isAbsent(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether there is no such file, also since what should be its folder is one. */
export function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}
