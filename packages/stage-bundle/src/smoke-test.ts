import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";

import { unzip } from "./unzip.ts";

/** What a stage's zip must do with some events, as `smoke.json` in the stage's folder says. */
export interface SmokeTest {
  environment: Readonly<Record<string, string>>;
  calls: readonly SmokeCall[];
}

/** One event, and the fields that the answer must have, or a part of the error's code and message. */
type SmokeCall = { event: unknown } & (
  | { answer: Readonly<Record<string, unknown>> }
  | { error: string }
);

/** What calling a handler came to; `error` is its name, code and message. */
export type HandlerAnswer = { kind: "value"; value: unknown } | { kind: "error"; error: string };

const program = fileURLToPath(new URL("call-handler.ts", import.meta.url));

/**
 * Unpacks `zip` into an empty folder, where it must refuse to start without its environment and answer every call as
 * `test` says; no call leaves the machine. Returns one complaint for each that it does not.
 */
export async function smokeTest(zip: Buffer, test: SmokeTest): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "smoke-test-"));
  try {
    await unzip(zip, folder);
    const complaints: string[] = [];
    const bare = await callHandler(folder, {}, null);
    if (!(bare.kind === "error" && bare.error.startsWith("ConfigError")))
      complaints.push(
        `Without its environment it gave ${JSON.stringify(bare)}, not a ConfigError.`,
      );
    for (const call of test.calls) {
      const got = await callHandler(folder, test.environment, call.event);
      if (!isExpected(got, call))
        complaints.push(`${JSON.stringify(call)} gave ${JSON.stringify(got)}.`);
    }
    return complaints;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isExpected(got: HandlerAnswer, call: SmokeCall): boolean {
  if ("error" in call) return got.kind === "error" && got.error.includes(call.error);
  if (got.kind === "error") return false;
  const value = Object(got.value);
  return Object.entries(call.answer).every(([name, expected]) =>
    isDeepStrictEqual(value[name], expected),
  );
}

async function callHandler(
  folder: string,
  environment: Readonly<Record<string, string>>,
  event: unknown,
): Promise<HandlerAnswer> {
  const entry = (await readdir(folder)).find((name) => /^index\.[cm]?js$/.test(name)) ?? "index.js";
  const child = fork(program, [join(folder, entry), JSON.stringify(event)], {
    cwd: folder,
    execArgv: [],
    env: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "nothing",
      // The discard port (RFC 863), where nobody listens: a call of AWS fails at once.
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      ...environment,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let answer: HandlerAnswer = { kind: "error", error: "the process ended without an answer" };
  child.on("message", (message: HandlerAnswer) => {
    answer = message;
  });
  await once(child, "close");
  return answer;
}
