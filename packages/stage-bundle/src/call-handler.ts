// The program of a smoke test: loads the file named by its first argument as Lambda's runtime does, and calls its handler
// with the event in its second. A file and not a text given to node, since that would define `require` for the bundle.
import { pathToFileURL } from "node:url";

import type { HandlerAnswer } from "./smoke-test.ts";

const [, , file = "", event = "null"] = process.argv;
const send = (answer: HandlerAnswer) =>
  process.send?.(answer, () => {
    process.exit();
  });

try {
  const module = await import(pathToFileURL(file).href);
  const handler = module.handler ?? module.default?.handler;
  const context = { awsRequestId: "smoke-test", getRemainingTimeInMillis: () => 60_000 };
  send({ kind: "value", value: await handler(JSON.parse(event), context) });
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  send({ kind: "error", error: `${name} ${code}: ${message}` });
}
