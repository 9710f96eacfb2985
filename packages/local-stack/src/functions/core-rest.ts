import { cpus } from "node:os";

/** A meter of the share of all cores' time, 0 to 1, in which nothing ran since it was last read, or made. */
export function coreRest(): () => number {
  let before = coreTimes();
  return () => {
    const now = coreTimes();
    const all = now.all - before.all;
    const idle = now.idle - before.idle;
    before = now;
    return all === 0 ? 0 : idle / all;
  };
}

/** Milliseconds of all cores together since the machine began. */
function coreTimes() {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle);
  return { all, idle };
}
