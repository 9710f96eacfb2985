import type { Sandbox, SandboxResult } from "./sandbox.ts";

/** The process of a function, which takes up to `places` events at a time; a new one follows when it has ended. */
export interface FunctionProcess {
  /** Whether one more event can run now. */
  hasRoom: () => boolean;
  /** Whether an event is worked on. */
  isBusy: () => boolean;
  /** Works on one event in the process, or in a new one where none runs; undefined when there is no room. */
  run: (event: { requestId: string; payload: string }) => Promise<SandboxResult> | undefined;
  /** Starts the process to wait for events, unless it runs. Resolves when it is ready, or never will be. */
  warm: () => Promise<void>;
  pids: () => number[];
  /** Kills it. Resolves when it is gone; nothing runs afterwards. */
  stop: () => Promise<void>;
}

/** A process that `start` makes when it is first wanted. */
export function createFunctionProcess(options: {
  places: number;
  start: () => Sandbox;
}): FunctionProcess {
  /** Those that have not ended: the last one works, the others are on their way out. */
  const alive = new Set<Sandbox>();
  let current: Sandbox | undefined;
  let busy = 0;
  let stopped = false;

  const forgetWhenEnded = async (sandbox: Sandbox) => {
    await sandbox.ended;
    alive.delete(sandbox);
    if (current === sandbox) current = undefined;
  };
  const start = () => {
    const sandbox = options.start();
    alive.add(sandbox);
    void forgetWhenEnded(sandbox);
    current = sandbox;
    return sandbox;
  };
  const work = async (event: { requestId: string; payload: string }) => {
    busy += 1;
    const sandbox = current ?? start();
    try {
      const result = await sandbox.run(event);
      // What is killed takes a moment to end, and must not get another event.
      if (result.kind === "died" && current === sandbox) current = undefined;
      return result;
    } finally {
      busy -= 1;
    }
  };
  const hasRoom = () => !stopped && busy < options.places;

  return {
    hasRoom,
    isBusy: () => busy > 0,
    run: (event) => (hasRoom() ? work(event) : undefined),
    warm: async () => {
      if (stopped || options.places === 0) return;
      await (current ?? start()).started;
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
