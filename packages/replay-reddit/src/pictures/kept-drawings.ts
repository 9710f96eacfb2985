import { createHash, randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * What `draw` gives, from `folder` if it was drawn before, under this name and by whichever process; and kept there for
 * the next. Without a folder it is drawn.
 * @throws when the folder cannot be read or written.
 */
export async function keptDrawing(
  folder: string | undefined,
  name: string,
  draw: () => Promise<Buffer>,
): Promise<Buffer> {
  if (folder === undefined) return draw();
  const path = join(folder, createHash("sha256").update(name).digest("hex"));
  const kept = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (kept) return kept;
  const drawn = await draw();
  // Others look for it meanwhile: they find it whole or not at all.
  const written = `${path}.${randomUUID()}`;
  await writeFile(written, drawn);
  await rename(written, path);
  return drawn;
}
