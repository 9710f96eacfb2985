// @ts-check
// The program of a sandbox: loads the handler named by its first argument (`index.handler`) from the working folder, by
// Node's compile cache in the folder that is the second, if any. Then it works on every event that it is sent, many at a
// time. It ends with the stack: when the channel to its parent closes.
// JavaScript, because every sandbox would take twice as long to start if Node had to remove types first.
import { existsSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** @import { FunctionError, SandboxInvocation, SandboxMessage } from "./sandbox-protocol.ts" */

/** @typedef {(event: unknown, context: object) => unknown} HandlerFunction */

process.on("disconnect", () => process.exit());
// Ctrl-C reaches every process of a terminal; the parent decides what to do about it.
process.on("SIGINT", () => {});

/** @param {SandboxMessage} message */
const report = (message) => void process.send?.(message);

if (process.argv[3] !== undefined) {
  enableCompileCache(process.argv[3]);
  // By then most functions were called and are in it. Not at the end, since a sandbox is killed.
  setTimeout(flushCompileCache, 1000).unref();
}

try {
  const handler = await loadHandler(process.argv[2] ?? "");
  process.on("message", (invocation) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by sandbox.ts
    void work(handler, /** @type {SandboxInvocation} */ (invocation));
  });
  report({ kind: "ready" });
} catch (error) {
  // Left to the parent to end, so that the message arrives.
  report({ kind: "cannot-start", error: describe(error) });
}

/**
 * @param {string} name
 * @returns {Promise<HandlerFunction>}
 */
async function loadHandler(name) {
  const [file = "", exported = ""] = name.split(".");
  const path = [".js", ".mjs", ".cjs"]
    .map((ending) => resolve(file + ending))
    .find((path) => existsSync(path));
  if (!path) throw named("Runtime.ImportModuleError", `Cannot find module '${file}'`);
  const module = await import(pathToFileURL(path).href);
  // A CommonJS module's exports are not always seen by name.
  const handler = module[exported] ?? module.default?.[exported];
  if (typeof handler !== "function")
    throw named("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  return handler;
}

/**
 * @param {HandlerFunction} handler
 * @param {SandboxInvocation} invocation
 */
async function work(handler, invocation) {
  const { requestId, payload, timeoutMs, functionArn } = invocation;
  // Time as it passes, whatever the machine's clock is set to.
  const deadlineMs = performance.now() + timeoutMs;
  try {
    const answer = await handler(JSON.parse(payload), {
      awsRequestId: requestId,
      functionName: process.env["AWS_LAMBDA_FUNCTION_NAME"],
      functionVersion: "$LATEST",
      invokedFunctionArn: functionArn,
      memoryLimitInMB: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadlineMs - performance.now())),
    });
    report({ kind: "done", requestId, payload: JSON.stringify(answer) ?? "null" });
  } catch (error) {
    report({ kind: "failed", requestId, error: describe(error) });
  }
}

/**
 * @param {unknown} error
 * @returns {FunctionError}
 */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  const trace = (error.stack ?? "").split("\n");
  return { errorType: error.name, errorMessage: error.message, trace };
}

/**
 * @param {string} name
 * @param {string} message
 */
function named(name, message) {
  return Object.assign(new Error(message), { name });
}
