import { resolve } from "node:path";

/** The root of this repository. */
export const repositoryRoot = resolve(import.meta.dirname, "../../../..");
