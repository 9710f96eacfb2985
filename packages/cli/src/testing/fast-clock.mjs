// @ts-check
// Preloaded into a function's process (`node --import`): its clock runs FAST_CLOCK_SPEED times as fast as the machine's
// from FAST_CLOCK_SINCE on, a machine's instant in milliseconds since 1970. So a test waits a fraction of what the function
// believes to wait. All processes of a test agree on the time.
import timers from "node:timers";
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

/**
 * `timer` with the time that it is given, its argument `place`, a fraction as long.
 * @param {(...given: never[]) => unknown} timer
 * @param {number} place
 */
function faster(timer, place) {
  return (/** @type {unknown[]} */ ...given) => {
    given[place] = Number(given[place] ?? 0) / speed;
    return Reflect.apply(timer, undefined, given);
  };
}
for (const name of /** @type {const} */ (["setTimeout", "setInterval"])) {
  const inTime = Object.assign(faster(globalThis[name], 1), globalThis[name]);
  Reflect.set(globalThis, name, inTime);
  Reflect.set(timers, name, inTime);
  Reflect.set(timersPromises, name, faster(timersPromises[name], 0));
}
syncBuiltinESMExports();

const machineTimeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => machineTimeout(Math.ceil(ms / speed));
