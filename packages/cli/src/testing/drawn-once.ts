import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * All replays of a run share what they draw, those of other processes too. Drawing took two thirds of the processor's time
 * of a crawl of the demo; the folder is new for each run, so that no older drawing is taken for today's.
 */
export function setup() {
  const folder = mkdtempSync(join(tmpdir(), "replay-drawings-"));
  process.env["REPLAY_DRAWINGS"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
