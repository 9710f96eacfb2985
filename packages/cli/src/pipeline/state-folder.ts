import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";

import { makeFolder } from "@reddit-crawler/picture-folder/make-folder";

import type { LocalSettings } from "./local-settings.ts";

/** Whatever the bucket: when a door to Reddit or its archive may be passed next. */
const gateKey = /^state\/[a-z]+-gate\.json$/;

/** Where this person's commands keep what is true of the machine, and of no one output folder. */
export function stateFolderOf(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  // https://specifications.freedesktop.org/basedir-spec/latest/; a relative path is none.
  const state = environment["XDG_STATE_HOME"];
  const base = state?.startsWith("/")
    ? state
    : (environment["LOCALAPPDATA"] ?? join(home, ".local", "state"));
  return join(base, "reddit-crawler");
}

/**
 * The gates that all crawls with the same key and the same way out share, whatever their folders: Reddit counts requests by
 * key, and without one by address. None where their folder cannot be written, as in a container without a home: each
 * output folder's own gates do then.
 */
export async function sharedGates(
  stateFolder: string,
  { redditCredentials }: Pick<LocalSettings, "redditCredentials">,
  network: Readonly<Record<string, string>>,
) {
  const budget = JSON.stringify([redditCredentials?.clientId, network["HTTPS_PROXY"]]);
  const name = createHash("sha256").update(budget).digest("hex").slice(0, 16);
  const folder = join(stateFolder, "gates", name);
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch {
    return undefined;
  }
  return { folder, isShared: (key: string) => gateKey.test(key) };
}
