// A process of its own: runs a bundled worker once for a post that links the given URLs, and tells its parent how the
// job ended and how much memory the process took at most.
import { createRequire } from "node:module";

import type { createHandler } from "../handler.ts";
import { downloadJob, link, postMessage } from "./fake-worker.ts";

/** What the process tells its parent. */
export interface Measurement {
  end: string;
  peakMb: number;
}

const [bundle = "", ...urls] = process.argv.slice(2);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the bundle of lambda.ts
const { handler } = createRequire(import.meta.url)(bundle) as {
  handler: ReturnType<typeof createHandler>;
};
const startMs = Date.now();
const job = {
  ...downloadJob(postMessage(urls.map((url, index) => link(index + 1, url)))),
  hiddenUntil: new Date(startMs + 180_000).toISOString(),
};
const { end } = await handler(job, {
  getRemainingTimeInMillis: () => startMs + 90_000 - Date.now(),
});
// Kilobytes on every system (https://docs.libuv.org/en/v1.x/misc.html#c.uv_rusage_t).
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
process.send?.({ end, peakMb } satisfies Measurement);
process.disconnect();
