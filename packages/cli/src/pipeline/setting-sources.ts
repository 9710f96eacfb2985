import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import * as z from "zod/mini";

/** Every setting of a person, and what it is; those that are nobody else's business are secret. */
export const settingNames = {
  REDDIT_CLIENT_ID: { what: "an app's id at Reddit", secret: false },
  REDDIT_CLIENT_SECRET: { what: "its secret; empty for an installed app", secret: true },
  REDDIT_REFRESH_TOKEN: { what: "a refresh token: reads as its user", secret: true },
  REDDIT_DEVICE_ID: { what: "an installed app's device id", secret: false },
  REDDIT_FEED_USER: { what: "whose private feed is read, without keys", secret: false },
  REDDIT_FEED_TOKEN: { what: "the token in that user's feed addresses", secret: true },
  REDDIT_USER_AGENT: { what: "the user agent for Reddit", secret: false },
  IMGUR_CLIENT_ID: { what: "your own client id at imgur", secret: false },
  IMGUR_PAGE_ID: { what: "whether the id of imgur's page is used: on or off", secret: false },
  PICTURE_NAMES: { what: "how new pictures are named, as --name takes it", secret: false },
  SIDECARS: { what: "a JSON file beside each picture: on or off", secret: false },
  MEDIA_HOSTS: { what: "picture hosts to open, separated by commas, or all", secret: false },
} as const;
/** The name of a setting. */
export type SettingName = keyof typeof settingNames;

/** One place that settings come from: its name for people, and what it says of each. */
export interface SettingSource {
  name: string;
  values: Readonly<Record<string, string | undefined>>;
}

/** What counts of one setting, and where it comes from. */
export interface FoundSetting {
  value: string;
  from: string;
}

/** `$XDG_CONFIG_HOME/reddit-crawler/config.json`, or below `~/.config`. */
export function configFileOf(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  return join(base, "reddit-crawler", "config.json");
}

/**
 * The places that settings come from, the first that says anything counts: `environment`, the first `.env` of `folders`,
 * then `configFile`. Neither file needs to be there.
 * @throws {CommandError} when the config file is no such file: it names what is wrong in it.
 */
export function settingSources(
  environment: Readonly<Record<string, string | undefined>>,
  folders: readonly string[],
  configFile: string,
): SettingSource[] {
  const sources: SettingSource[] = [{ name: "the environment", values: environment }];
  const envFile = folders.map((folder) => join(folder, ".env")).find(isFile);
  if (envFile !== undefined)
    sources.push({ name: envFile, values: parseEnv(textOf(readFileSync(envFile))) });
  if (isFile(configFile))
    sources.push({ name: configFile, values: readConfig(configFile, readFileSync(configFile)) });
  return sources;
}

/** The first value of `name` that is not empty; undefined where nothing sets it. */
export function findSetting(
  sources: readonly SettingSource[],
  name: SettingName,
): FoundSetting | undefined {
  for (const { name: from, values } of sources) {
    const value = values[name];
    if (value) return { value, from };
  }
  return undefined;
}

/** Whether `name` is set to nothing on purpose: the first place that names it leaves it empty. */
export function isSaidEmpty(sources: readonly SettingSource[], name: SettingName): boolean {
  return sources.find(({ values }) => values[name] !== undefined)?.values[name] === "";
}

const configSchema = z.partialRecord(
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys gives up its type
  z.enum(Object.keys(settingNames) as [SettingName, ...SettingName[]]),
  z.string(),
);

function readConfig(file: string, bytes: Buffer): Readonly<Record<string, string>> {
  let json: unknown;
  try {
    json = JSON.parse(textOf(bytes));
  } catch (cause) {
    throw new CommandError(`${file} is no JSON. Mend it, or remove it.`, { cause });
  }
  const config = z.safeParse(configSchema, json);
  if (config.success) return config.data;
  const names = Object.keys(settingNames).join(", ");
  const [issue] = config.error.issues;
  const keys = issue?.code === "unrecognized_keys" || issue?.code === "invalid_key";
  const where = issue?.path.length ? `"${issue.path.join(".")}"` : "It";
  throw new CommandError(
    keys
      ? `${file}: ${unknownNames(json)} Settings are: ${names}.`
      : `${file}: ${where} must be ${issue?.path.length ? "a text in quotes" : `one object, of these settings: ${names}`}.`,
  );
}

/** Which names of `json` are no settings, and which setting each may be meant to be. */
function unknownNames(json: unknown): string {
  const unknown = Object.keys(Object(json)).filter((name) => !Object.hasOwn(settingNames, name));
  return unknown
    .map((name) => {
      const meant = meantSetting(name);
      return `"${name}" is no setting${meant === undefined ? "" : ` (did you mean ${meant}?)`}.`;
    })
    .join(" ");
}

/** The setting that has most words of `name`, whose letters may be small ones. */
function meantSetting(name: string): string | undefined {
  const words = new Set(name.toUpperCase().split(/[^A-Z]+/));
  const common = (setting: string) => setting.split("_").filter((word) => words.has(word)).length;
  const [best] = Object.keys(settingNames).toSorted((a, b) => common(b) - common(a));
  return best !== undefined && common(best) > 1 ? best : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A text file as people's editors write it: UTF-8, or UTF-16 as Windows has it; a byte order mark is no text. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? "utf16le" : "utf8").replace(/^\uFEFF/, "");
}
