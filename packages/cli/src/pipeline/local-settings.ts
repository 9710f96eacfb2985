import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** What a person may set for the local run, in the environment or in a `.env` file; the environment wins. */
export interface LocalSettings {
  redditCredentials: { clientId: string; clientSecret: string } | undefined;
  redditUserAgent: string | undefined;
  imgurClientId: string | undefined;
}

/**
 * The settings of the caller, from `environment` and the first `.env` found in `folders`.
 * @throws {CommandError} when only one half of Reddit's credentials is there.
 */
export function readLocalSettings(
  environment: Readonly<Record<string, string | undefined>>,
  folders: readonly string[],
): LocalSettings {
  const file = folders.map((folder) => join(folder, ".env")).find((path) => existsSync(path));
  const fromFile = file ? parseEnv(readFileSync(file, "utf8")) : {};
  const setting = (name: string) => environment[name] || fromFile[name] || undefined;

  const clientId = setting("REDDIT_CLIENT_ID");
  const clientSecret = setting("REDDIT_CLIENT_SECRET");
  if (!clientId !== !clientSecret)
    throw new CommandError(
      `${clientId ? "REDDIT_CLIENT_SECRET" : "REDDIT_CLIENT_ID"} is missing. Set both in the environment or in .env ` +
        "(see .env.example), or neither to read the public feed.",
    );
  return {
    redditCredentials: clientId && clientSecret ? { clientId, clientSecret } : undefined,
    redditUserAgent: setting("REDDIT_USER_AGENT"),
    imgurClientId: setting("IMGUR_CLIENT_ID"),
  };
}

const proxyNames = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"];

/**
 * The proxy and certificate variables of `environment`, which the functions reach the internet by.
 * Lower-case spellings count too, as they do for curl; the upper-case one wins.
 */
export function proxyVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of proxyNames) {
    const value = environment[name] || environment[name.toLowerCase()];
    if (value) variables[name] = value;
  }
  const certificates = environment["NODE_EXTRA_CA_CERTS"];
  if (certificates) variables["NODE_EXTRA_CA_CERTS"] = certificates;
  return variables;
}
