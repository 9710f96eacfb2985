import { readFile } from "node:fs/promises";

import type { Options } from "tsup";

/** The file of an SDK client that describes all its operations, each as a constant of its own. */
const schemaFile = /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;

/**
 * A schema file whose object keys are written out. As the SDK has them they stand in constants, which the bundler must
 * take for code that does something, so that it would keep every operation of the service.
 * @throws {Error} when the file has no such key: then the SDK describes its operations in another way than before.
 */
export function withPlainKeys(source: string): string {
  const constants = new Map(
    Array.from(source.matchAll(/^const (_\w+) = ("[^"\n]*");$/gm), ([, name, text]) => [
      name,
      text,
    ]),
  );
  const changed = source.replaceAll(
    /\[(_\w+)\]: /g,
    (key, name: string) => `[${constants.get(name) ?? name}]: `,
  );
  if (changed === source)
    throw new Error("The SDK's schemas have changed: whole services would be bundled again.");
  return changed;
}

/** Leaves the operations out of a bundle that its stage does not call. */
export const dropUnusedOperations: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "drop-unused-operations",
  setup(build) {
    build.onLoad({ filter: schemaFile }, async ({ path }) => ({
      contents: withPlainKeys(await readFile(path, "utf8")),
    }));
  },
};
