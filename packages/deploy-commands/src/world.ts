import type { Clock } from "@reddit-crawler/function-runtime/clock";

import type { Stack } from "./stack/stack.ts";

/** One object of the artifact bucket: a zip, what belongs to it, or a template. */
export interface ArtifactFile {
  key: string;
  bytes: Uint8Array;
  contentType: string;
}

/** The artifact bucket. Nothing in it is ever changed. */
export interface ArtifactStore {
  /** Resolves to false when `file.key` existed already, which stands for the same bytes. */
  put(file: ArtifactFile): Promise<boolean>;
  has(key: string): Promise<boolean>;
  /** Where CloudFormation reads the object. */
  urlOf(key: string): Promise<string>;
}

/** What a command needs of the world. */
export interface DeployWorld {
  stack: Stack;
  /** The artifact bucket called `name`. */
  bucket: (name: string) => ArtifactStore;
  clock: Clock;
  /** Shows one line of progress or of the result. */
  print: (line: string) => void;
}
