import { fork } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type {
  FunctionError,
  SandboxAnswer,
  SandboxInvocation,
  SandboxMessage,
  SandboxStart,
} from "./sandbox-protocol.ts";

/** What a sandbox runs, and with what. */
export interface SandboxSettings {
  /** Where the zip was unpacked; the working folder. */
  folder: string;
  /**
   * Whether the folder is there in later runs, too. This process's compile cache, which goes by paths, then serves them, if
   * it has one: the machine's variables decide where that is, and functions do not get them.
   */
  staysThere: boolean;
  /** `<file>.<export>` */
  handler: string;
  functionArn: string;
  environment: Readonly<Record<string, string>>;
  /** Bounds V8's heap only; buffers and code come on top. */
  memoryMb: number;
  timeoutSeconds: number;
}

/** How a sandbox got through one event. */
export type SandboxResult =
  | { kind: "done"; payload: string }
  | { kind: "failed"; error: FunctionError }
  /** The process has ended, or was killed. */
  | { kind: "died"; error: FunctionError; timedOut: boolean };

/** Why no message comes: the time is over, or the process has ended, and how. */
type Silence = { kind: "timeout" } | { kind: "ended"; end: string };

/** One process that runs a function, many events at a time. */
export interface Sandbox {
  pid: number | undefined;
  /** Resolves when its handler is loaded, or will never be. */
  started: Promise<unknown>;
  /**
   * Works on one event; the function's timeout begins when its handler is loaded. Then the process is killed, since
   * nothing else ends what hangs; the events beside it are as those of a process that died.
   */
  run: (event: { requestId: string; payload: string }) => Promise<SandboxResult>;
  /** Ends it at once, whatever it does. */
  kill: () => void;
  /** Resolves when the process has ended, with how. */
  ended: Promise<string>;
}

const bootstrap = fileURLToPath(new URL("sandbox-bootstrap.mjs", import.meta.url));
/**
 * Lambda's quota for a cold start is 10 s (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). A
 * busy laptop needs more, and a start that is cut off there would only cost a post an attempt.
 */
const initTimeoutMs = 60_000;

/** Measured: V8 begins with 1 MB, and a worker then collects it 131 times in 100 posts, for 3 % of a crawl's processor time. */
const youngGenerationMb = 8;

/** Starts a process that loads the handler; `onLine` gets what it writes, line by line. */
export function startSandbox(settings: SandboxSettings, onLine: (line: string) => void): Sandbox {
  // Below the folder that Node was given it is one for each version of Node.
  const cache = settings.staysThere ? getCompileCacheDir() : undefined;
  const child = fork(
    bootstrap,
    [settings.handler, ...(cache === undefined ? [] : [dirname(cache)])],
    {
      cwd: settings.folder,
      env: settings.environment,
      execArgv: [
        `--max-old-space-size=${settings.memoryMb}`,
        `--min-semi-space-size=${youngGenerationMb}`,
      ],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  for (const output of [child.stdout, child.stderr])
    if (output) createInterface({ input: output }).on("line", onLine);

  const died = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) =>
      resolve(signal ? `signal: ${signal}` : `exit status ${code}`),
    );
  });
  const kill = () => void child.kill("SIGKILL");

  const start = Promise.withResolvers<SandboxStart>();
  const answers = new Map<string, (answer: SandboxAnswer) => void>();
  child.on("message", (given) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by sandbox-bootstrap.mjs
    const message = given as SandboxMessage;
    if (message.kind === "done" || message.kind === "failed")
      answers.get(message.requestId)?.(message);
    else start.resolve(message);
  });
  /** Who waits for something of the process, and hears that nothing comes. */
  const waiting = new Set<(silence: Silence) => void>();
  let ended: Silence | undefined;
  const tellEnd = async () => {
    ended = { kind: "ended", end: await died };
    for (const tell of waiting) tell(ended);
  };
  void tellEnd();
  /** What is promised, or why it never comes. */
  const orSilence = async <T>(promised: Promise<T>, timeoutMs: number): Promise<T | Silence> => {
    if (ended) return ended;
    const silence = Promise.withResolvers<Silence>();
    waiting.add(silence.resolve);
    const timer = setTimeout(silence.resolve, timeoutMs, { kind: "timeout" });
    try {
      return await Promise.race([promised, silence.promise]);
    } finally {
      clearTimeout(timer);
      waiting.delete(silence.resolve);
    }
  };

  const exit = (requestId: string, end: string): SandboxResult => ({
    kind: "died",
    timedOut: false,
    error: {
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${end}`,
    },
  });
  const timeout = (seconds: number, doing: string): SandboxResult => {
    kill();
    const errorMessage = `${doing} timed out after ${seconds.toFixed(2)} seconds`;
    return { kind: "died", timedOut: true, error: { errorType: "Sandbox.Timedout", errorMessage } };
  };

  const started = orSilence(start.promise, initTimeoutMs);
  return {
    pid: child.pid,
    started,
    kill,
    ended: died,
    run: async ({ requestId, payload }) => {
      const ready = await started;
      if (ready.kind === "timeout") return timeout(initTimeoutMs / 1000, "Init");
      if (ready.kind === "ended") return exit(requestId, ready.end);
      if (ready.kind === "cannot-start") {
        kill();
        return { kind: "died", timedOut: false, error: ready.error };
      }

      const timeoutMs = settings.timeoutSeconds * 1000;
      const { functionArn } = settings;
      const invocation: SandboxInvocation = { requestId, payload, functionArn, timeoutMs };
      const answered = new Promise<SandboxAnswer>((resolve) => {
        answers.set(requestId, resolve);
      });
      // The callback swallows nothing: a process that cannot get it has ended, which `orSilence` reports.
      child.send(invocation, () => {});
      const answer = await orSilence(answered, timeoutMs).finally(() => answers.delete(requestId));
      if (answer.kind === "timeout") return timeout(settings.timeoutSeconds, "Task");
      return answer.kind === "ended" ? exit(requestId, answer.end) : answer;
    },
  };
}
