import { ok } from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** A module that logs each connection of its program, as host and port, into the folder that CONNECTIONS names. */
export const logConnections = `
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options?.port !== undefined)
    appendFileSync(process.env.CONNECTIONS + "/" + process.pid, (options.host ?? "localhost") + ":" + options.port + "\\n");
  return connect.apply(this, args);
};
`;

/** The hosts that the package's README names for `doctor`, and for what crawls. */
export function documentedHosts(readme: string) {
  const inColumns = Array.from(readme.matchAll(/^\|(.*)\|(.*)\|$/gm), ([, ...columns]) =>
    columns.map(quotedIn),
  );
  const hostsOf = (command: string): readonly string[] => {
    const [, hosts] = inColumns.find(([commands]) => commands?.includes(command)) ?? [];
    ok(hosts, `the package's README has no row for ${command}`);
    return hosts;
  };
  const doctor = hostsOf("doctor");
  const [, files = ""] = /^Files come from([^]*?)\n\n/m.exec(readme) ?? [];
  return { doctor, crawl: [...doctor, ...hostsOf("crawl"), ...quotedIn(files)] };
}

/** The words that Markdown has in backquotes. */
function quotedIn(markdown: string): string[] {
  return Array.from(markdown.matchAll(/`([^`]+)`/g), ([, word = ""]) => word);
}

/** What all programs that log into `connections` have connected to since the last call, each as host and port. */
export async function connectedTo(connections: string): Promise<string[]> {
  const lines: string[] = [];
  for (const name of await readdir(connections)) {
    lines.push(...(await readFile(join(connections, name), "utf8")).trim().split("\n"));
    await rm(join(connections, name));
  }
  ok(lines.length > 0, "no connection was logged");
  return lines;
}

/** Whether a host and port are of this machine. */
export function isLoopback(to: string): boolean {
  return /^(?:127\.0\.0\.1|localhost|::1):\d+$/.test(to);
}
