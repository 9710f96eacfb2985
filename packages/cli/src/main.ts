#!/usr/bin/env node
import * as nodeModule from "node:module";

// The first versions of Node 22 and 24 whose HTTP client goes through a proxy: https://nodejs.org/api/http.html (proxyEnv).
const oldest: Readonly<Record<number, number>> = { 22: 21, 23: Infinity, 24: 5 };

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || minor < (oldest[major] ?? 0)) {
  console.error(
    `reddit-crawler needs Node 22.21, 24.5 or later, and this is Node ${process.versions.node}. Get it at https://nodejs.org/ and try again.`,
  );
  process.exitCode = 1;
} else {
  // Before anything else is loaded: without it, half of a start goes into reading the program's parts again.
  nodeModule.enableCompileCache();
  // Node 22 calls its SQLite, which keeps the local queues, experimental; what the local run needs of it is there.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...about: unknown[]) => {
    if (!String(warning).includes("SQLite is an experimental feature"))
      Reflect.apply(emitWarning, undefined, [warning, ...about]);
  };
  await import("./program/program.ts");
}
