import { existsSync } from "node:fs";

import { chromium, type Browser } from "playwright-core";

const knownPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The Chromium or Chrome of this machine; undefined, said loudly, when there is none: the tests that need it are skipped.
 */
export function findBrowser(): string | undefined {
  const path = knownPaths.find((path) => existsSync(path));
  if (path === undefined)
    console.warn(
      "!!! No Chromium is on this machine: the tests in a browser were NOT run (apt-get install chromium).",
    );
  return path;
}

/** Starts the browser at `path` without a window and without requests of its own. */
export async function startBrowser(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      // Containers run as root, where Chromium's own sandbox cannot.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
