import type { Print } from "../print.ts";
import type { ArtifactFile, StageArtifact } from "../stages/stage-artifact.ts";

/** The bucket that holds what can be deployed. Nothing in it is ever changed. */
export interface ArtifactStore {
  /** Resolves to false when `file.key` was there already, which stands for the same bytes. */
  put(file: ArtifactFile): Promise<boolean>;
  has(key: string): Promise<boolean>;
}

/** Uploads what is not in `store` yet. */
export async function uploadStages(
  artifacts: readonly StageArtifact[],
  store: ArtifactStore,
  print: Print,
): Promise<void> {
  for (const { key, files } of artifacts) {
    let isNew = false;
    for (const file of files) isNew = await store.put(file);
    print(isNew ? `${key}: uploaded` : `${key}: was there already`);
  }
}
