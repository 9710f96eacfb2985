import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";

import { redditGateKey } from "@reddit-crawler/message-schema";
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
 * The gates that all crawls with the same way out share, whatever their folders. Reddit's API counts requests by key; the
 * feed and the archive by address, whichever key a crawl has. None where their folder cannot be written, as in a container
 * without a home: each output folder's own gates do then.
 */
export async function sharedGates(
  stateFolder: string,
  { redditCredentials }: Pick<LocalSettings, "redditCredentials">,
  network: Readonly<Record<string, string>>,
) {
  const folderFor = async (clientId: string | undefined) => {
    const budget = JSON.stringify([clientId, network["HTTPS_PROXY"]]);
    const name = createHash("sha256").update(budget).digest("hex").slice(0, 16);
    const folder = join(stateFolder, "gates", name);
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    return folder;
  };
  try {
    const ofKey = await folderFor(redditCredentials?.clientId);
    const ofAddress = await folderFor(undefined);
    return {
      folderOf: (key: string) =>
        key === redditGateKey ? ofKey : gateKey.test(key) ? ofAddress : undefined,
    };
  } catch {
    return undefined;
  }
}
