import type { Sandbox, SandboxResult } from "./sandbox.ts";

/** The sandboxes of one function: reused while warm, never more than its places. */
export interface SandboxPool {
  /** Whether one more event can run now, when at most `limit` may: all places where nothing is said. */
  hasRoom: (limit?: number) => boolean;
  /** Whether an event is worked on. */
  isBusy: () => boolean;
  /** Works on one event in a warm or new sandbox; undefined when there is no room. */
  run: (event: { requestId: string; payload: string }) => Promise<SandboxResult> | undefined;
  /** Starts one more sandbox to wait for events, unless there are `most`. Resolves when it is ready, or never will be. */
  warm: (most: number) => Promise<void>;
  pids: () => number[];
  /** Kills every sandbox. Resolves when all are gone; nothing runs afterwards. */
  stop: () => Promise<void>;
}

/** A pool of at most `places` sandboxes. `onRoom` is called whenever a place becomes free. */
export function createSandboxPool(options: {
  places: number;
  start: () => Sandbox;
  onRoom: () => void;
}): SandboxPool {
  const alive = new Set<Sandbox>();
  const idle: Sandbox[] = [];
  let busy = 0;
  let stopped = false;

  const forgetWhenEnded = async (sandbox: Sandbox) => {
    await sandbox.ended;
    alive.delete(sandbox);
    const place = idle.indexOf(sandbox);
    if (place >= 0) idle.splice(place, 1);
  };
  const start = () => {
    const sandbox = options.start();
    alive.add(sandbox);
    void forgetWhenEnded(sandbox);
    return sandbox;
  };
  const work = async (event: { requestId: string; payload: string }) => {
    busy += 1;
    const sandbox = idle.pop() ?? start();
    try {
      const result = await sandbox.run(event);
      if (result.kind !== "died" && alive.has(sandbox)) idle.push(sandbox);
      return result;
    } finally {
      busy -= 1;
      if (!stopped) queueMicrotask(options.onRoom);
    }
  };
  const hasRoom = (limit = options.places) => !stopped && busy < Math.min(limit, options.places);

  return {
    hasRoom,
    isBusy: () => busy > 0,
    run: (event) => (hasRoom() ? work(event) : undefined),
    warm: async (most) => {
      if (stopped || alive.size >= Math.min(most, options.places)) return;
      const sandbox = start();
      // The first to start is the first to work.
      idle.unshift(sandbox);
      await sandbox.started;
    },
    pids: () => [...alive].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    stop: async () => {
      stopped = true;
      const ending = [...alive];
      for (const sandbox of ending) sandbox.kill();
      await Promise.all(ending.map(({ ended }) => ended));
    },
  };
}
