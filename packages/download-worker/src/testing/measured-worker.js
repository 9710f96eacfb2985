// @ts-check
// A process of its own: runs a bundled worker once for the job in a file, and tells its parent how the job ended and how
// much memory the process took at most. JavaScript without a module of ours, since removing types, or a second copy of
// what the bundle holds, would be a part of every measurement.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , bundle = "", jobFile = ""] = process.argv;
const { handler } = createRequire(import.meta.url)(bundle);
const startMs = Date.now();
const job = {
  ...JSON.parse(readFileSync(jobFile, "utf8")),
  hiddenUntil: new Date(startMs + 180_000).toISOString(),
};
const { end } = await handler(job, {
  getRemainingTimeInMillis: () => startMs + 90_000 - Date.now(),
});
// Kilobytes on every system (https://docs.libuv.org/en/v1.x/misc.html#c.uv_rusage_t).
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.send?.({ end, peakMb });
process.disconnect();
