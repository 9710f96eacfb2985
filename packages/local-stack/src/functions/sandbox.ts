import { fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { FunctionError, SandboxInvocation, SandboxMessage } from "./sandbox-protocol.ts";

/** What a sandbox runs, and with what. */
export interface SandboxSettings {
  /** Where the zip was unpacked; the working folder. */
  folder: string;
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

/** One process that runs a function, one event at a time. */
export interface Sandbox {
  pid: number | undefined;
  /** Resolves when its handler is loaded, or will never be. */
  started: Promise<unknown>;
  /** Works on one event; the function's timeout begins when its handler is loaded. */
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

/** Starts a process that loads the handler; `onLine` gets what it writes, line by line. */
export function startSandbox(settings: SandboxSettings, onLine: (line: string) => void): Sandbox {
  const child = fork(bootstrap, [settings.handler], {
    cwd: settings.folder,
    env: settings.environment,
    execArgv: [`--max-old-space-size=${settings.memoryMb}`],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const output of [child.stdout, child.stderr])
    if (output) createInterface({ input: output }).on("line", onLine);

  const died = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) =>
      resolve(signal ? `signal: ${signal}` : `exit status ${code}`),
    );
  });
  const kill = () => void child.kill("SIGKILL");

  /** The next message, or why there will be none. */
  const next = async (timeoutMs: number): Promise<SandboxMessage | Silence> => {
    const { promise, resolve } = Promise.withResolvers<SandboxMessage | Silence>();
    const timer = setTimeout(resolve, timeoutMs, { kind: "timeout" });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by sandbox-bootstrap.mjs
    child.once("message", resolve as (message: unknown) => void);
    try {
      return await Promise.race([promise, died.then((end) => ({ kind: "ended" as const, end }))]);
    } finally {
      clearTimeout(timer);
      child.off("message", resolve);
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

  const started = next(initTimeoutMs);
  let ready: typeof started | undefined = started;
  return {
    pid: child.pid,
    started,
    kill,
    ended: died,
    run: async ({ requestId, payload }) => {
      const start = await ready;
      ready = undefined;
      if (start?.kind === "timeout") return timeout(initTimeoutMs / 1000, "Init");
      if (start?.kind === "ended") return exit(requestId, start.end);
      if (start?.kind === "cannot-start") {
        kill();
        return { kind: "died", timedOut: false, error: start.error };
      }

      const timeoutMs = settings.timeoutSeconds * 1000;
      const { functionArn } = settings;
      const invocation: SandboxInvocation = {
        requestId,
        payload,
        functionArn,
        timeoutMs,
      };
      // The callback swallows nothing: a process that cannot get it has ended, which `next` reports.
      child.send(invocation, () => {});
      const answer = await next(timeoutMs);
      if (answer.kind === "timeout") return timeout(settings.timeoutSeconds, "Task");
      if (answer.kind === "ended") return exit(requestId, answer.end);
      if (answer.kind === "done" || answer.kind === "failed") return answer;
      throw new Error(`A sandbox of ${functionArn} said ${answer.kind} instead of an answer`);
    },
  };
}
