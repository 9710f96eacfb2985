// @ts-check
// Preloaded into a function's process (`node --import`): its clock runs FAST_CLOCK_SPEED times as fast as the machine's
// from FAST_CLOCK_SINCE on, a machine's instant in milliseconds since 1970. So a test waits a fraction of what the function
// believes to wait. All processes of a test agree on the time. How long an answer may take is not shortened: a busy machine
// is no slow host.
import timersPromises from "node:timers/promises";
import { syncBuiltinESMExports } from "node:module";

const speed = Number(process.env["FAST_CLOCK_SPEED"]);
const sinceMs = Number(process.env["FAST_CLOCK_SINCE"]);
if (!(speed >= 1) || !(sinceMs > 0))
  throw new Error("FAST_CLOCK_SPEED and FAST_CLOCK_SINCE must be positive numbers.");

const MachineDate = Date;
const machineNow = MachineDate.now;
const now = () => Math.floor(sinceMs + (machineNow() - sinceMs) * speed);
globalThis.Date = new Proxy(MachineDate, {
  apply: () => new MachineDate(now()).toString(),
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
});
MachineDate.now = now;

const machinePerformanceNow = performance.now.bind(performance);
performance.now = () => machinePerformanceNow() * speed;

const wait = timersPromises.setTimeout;
Reflect.set(
  timersPromises,
  "setTimeout",
  (/** @type {number} */ ms, /** @type {unknown[]} */ ...given) =>
    Reflect.apply(wait, undefined, [ms / speed, ...given]),
);
syncBuiltinESMExports();
