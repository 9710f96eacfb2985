import { fork, type ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";

/** A copy to draw, `width` pixels wide. */
export interface CopyRequest {
  id: number;
  file: string;
  width: number;
}

/** What became of it. */
export type CopyAnswer =
  | { kind: "drawn"; id: number; bytes: Uint8Array }
  | { kind: "failed"; id: number; message: string }
  /** This platform has no sharp. */
  | { kind: "no-sharp"; id: number };

/**
 * Draws small copies in a process of its own, which begins with the first one. So a decoder that a stranger's file crashes takes
 * nothing with it, has no key in its environment, and gives way to other work by its priority.
 */
export interface CopyDrawer {
  /**
   * The small copy of the picture at `file`, as a WebP of `width` pixels; undefined where there is no sharp.
   * @throws {Error} when it cannot be decoded, takes a minute, or the process ends.
   */
  draw: (file: string, width: number) => Promise<Uint8Array | undefined>;
  /** Ends the process at once; what it draws is thrown away. */
  stop: () => void;
}

const program = fileURLToPath(new URL("draw-copies.mjs", import.meta.url));
/** Sharp's own limit is half of it, and knows no file that cannot be read to its end. */
const mostMs = 60_000;

/** A process that draws, and who waits for each of its copies. */
interface Drawing {
  child: ChildProcess;
  waiting: Map<number, PromiseWithResolvers<CopyAnswer>>;
}

/** A drawer of a lower `priority` (of `os.constants.priority`); of this process's own where none is given. */
export function copyDrawer(priority?: number): CopyDrawer {
  let drawing: Drawing | undefined;
  let requests = 0;
  let isStopped = false;

  const start = (): Drawing => {
    const child = fork(program, {
      env: {},
      execArgv: [],
      serialization: "advanced",
      stdio: "ignore",
    });
    // Before it has threads, which inherit it.
    if (child.pid !== undefined && priority !== undefined) setPriority(child.pid, priority);
    const started: Drawing = { child, waiting: new Map() };
    const end = (how: string) => {
      if (drawing === started) drawing = undefined;
      child.kill("SIGKILL");
      for (const { reject } of started.waiting.values())
        reject(new Error(`What draws small copies has ended: ${how}.`));
    };
    child.on("error", (error) => end(error.message));
    child.once("exit", (code, signal) => end(signal ?? `exit status ${code}`));
    child.on("message", (given) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by draw-copies.mjs
      const answer = given as CopyAnswer;
      started.waiting.get(answer.id)?.resolve(answer);
    });
    return started;
  };

  return {
    draw: async (file, width) => {
      if (isStopped) throw new Error("No more small copies are drawn.");
      const { child, waiting } = (drawing ??= start());
      const id = ++requests;
      const answered = Promise.withResolvers<CopyAnswer>();
      waiting.set(id, answered);
      const timer = setTimeout(() => child.kill("SIGKILL"), mostMs);
      try {
        child.send({ id, file, width } satisfies CopyRequest);
        const answer = await answered.promise;
        if (answer.kind === "failed") throw new Error(answer.message);
        return answer.kind === "drawn" ? answer.bytes : undefined;
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    },
    stop: () => {
      isStopped = true;
      drawing?.child.kill("SIGKILL");
    },
  };
}
