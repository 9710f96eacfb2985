// @ts-check
// Loads a handler as Lambda's runtime does (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client): Node's
// modules by `require`, then the handler by `import`. Calls it with each event of a file, where one is named, and writes
// what it measured as the last line. JavaScript, since removing types would be a part of every measurement.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
for (const name of ["http", "net", "fs", "os", "util", "path", "worker_threads", "async_hooks"])
  require(`node:${name}`);

const { performance } = globalThis;
const [, , handlerFile = "", eventsFile] = process.argv;
const loadedBefore = moduleNames().length;
const loaded = await import(pathToFileURL(handlerFile).href);
const readyMs = performance.now();
const { user, system } = process.cpuUsage();
const builtins = moduleNames().slice(loadedBefore);

const calls = [];
const events = eventsFile === undefined ? [] : JSON.parse(readFileSync(eventsFile, "utf8"));
const handler = loaded.handler ?? loaded.default.handler;
for (const event of events) {
  const startMs = performance.now();
  const endMs = Date.now() + 900_000;
  const answer = await handler(event, {
    awsRequestId: "bench",
    getRemainingTimeInMillis: () => endMs - Date.now(),
  });
  calls.push({ ms: performance.now() - startMs, answer });
}
const peakMb = process.resourceUsage().maxRSS / 1024;
const measured = { readyMs, readyCpuMs: (user + system) / 1000, builtins, calls, peakMb };
process.stdout.write(`\n${JSON.stringify(measured)}\n`, () => process.exit());

/** @returns {string[]} Node's own modules that are loaded by now. */
function moduleNames() {
  /** @type {NodeJS.Process & { moduleLoadList?: string[] }} */
  const { moduleLoadList = [] } = process;
  return moduleLoadList
    .filter((entry) => entry.startsWith("NativeModule "))
    .map((entry) => entry.slice("NativeModule ".length));
}
