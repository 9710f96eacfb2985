import { mediaHostNames } from "@reddit-crawler/message-schema";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import {
  findSetting,
  isSaidEmpty,
  type SettingName,
  type SettingSource,
} from "./setting-sources.ts";

/** An app's key at Reddit; an empty secret means an installed app, and a refresh token a user. */
interface RedditKeys {
  clientId: string;
  clientSecret: string;
  refreshToken?: string;
  deviceId?: string;
}

/** A user's key to feeds of his own. */
interface FeedKey {
  user: string;
  token: string;
}

/** What a person may set for the local run; setting-sources.ts says where. */
export interface LocalSettings {
  redditCredentials: RedditKeys | undefined;
  /** Whose private feed is read in place of the public one. */
  redditFeed?: FeedKey | undefined;
  redditUserAgent: string | undefined;
  imgurClientId: string | undefined;
  /** Picture hosts to open, separated by commas, or `all`; the template's default where undefined. */
  mediaHosts: string | undefined;
  /** Whether the client id of imgur's own page is used where there is no other. */
  imgurPageId: "on" | "off";
}

/** Values that go into headers, which hold printable ASCII characters only. */
const headerValue = /^[ -~]+$/;

/**
 * The settings of the caller, from `sources`.
 * @throws {CommandError} naming the variable that is wrong, under the name that the person gave it.
 */
export function readLocalSettings(sources: readonly SettingSource[]): LocalSettings {
  const setting = (name: SettingName) => {
    const value = findSetting(sources, name)?.value;
    if (value !== undefined && !headerValue.test(value))
      throw new CommandError(
        `${name} may have printable ASCII characters only: letters without accents, digits and signs. Write "ü" as "ue", for example.`,
      );
    return value;
  };

  return {
    redditCredentials: readRedditKeys(setting, sources),
    redditFeed: readFeedKey(setting("REDDIT_FEED_USER"), setting("REDDIT_FEED_TOKEN")),
    redditUserAgent: setting("REDDIT_USER_AGENT"),
    imgurClientId: setting("IMGUR_CLIENT_ID"),
    mediaHosts: hostsOf(setting("MEDIA_HOSTS")),
    imgurPageId: readSwitch("IMGUR_PAGE_ID", setting("IMGUR_PAGE_ID")),
  };
}

/** @throws {CommandError} when one of the two is missing, or is none; the message has neither. */
function readFeedKey(user: string | undefined, token: string | undefined): FeedKey | undefined {
  if (user === undefined && token === undefined) return undefined;
  if (!/^[\w-]{3,20}$/.test(user ?? "") || !/^[\w-]{8,100}$/.test(token ?? ""))
    throw new CommandError(
      "REDDIT_FEED_USER and REDDIT_FEED_TOKEN go together: the user= and the feed= of an address at https://www.reddit.com/prefs/feeds, or neither.",
    );
  return { user: user ?? "", token: token ?? "" };
}

function hostsOf(list: string | undefined): string | undefined {
  if (list === undefined) return undefined;
  const known: readonly string[] = ["all", ...mediaHostNames];
  const names = list.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new CommandError(
      `MEDIA_HOSTS has "${unknown}", which is none of ${known.join(", ")}. Separate them by commas.`,
    );
  return names.includes("all") ? "all" : names.join(",");
}

/** On unless it is switched off. @throws {CommandError} when `text` is neither. */
export function readSwitch(name: string, text = "on"): "on" | "off" {
  const value = text.toLowerCase();
  if (value === "on" || value === "off") return value;
  throw new CommandError(`${name} must be on or off, and not ${text}.`);
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
    // As for curl, a proxy without a scheme is an HTTP one.
    if (value)
      variables[name] = name === "NO_PROXY" || value.includes("://") ? value : `http://${value}`;
  }
  const certificates = environment["NODE_EXTRA_CA_CERTS"];
  if (certificates) variables["NODE_EXTRA_CA_CERTS"] = certificates;
  return variables;
}

/** @throws {CommandError} when a part is missing. */
function readRedditKeys(
  setting: (name: SettingName) => string | undefined,
  sources: readonly SettingSource[],
): RedditKeys | undefined {
  const clientId = setting("REDDIT_CLIENT_ID");
  const secretName = "REDDIT_CLIENT_SECRET";
  const clientSecret = setting(secretName);
  const refreshToken = setting("REDDIT_REFRESH_TOKEN");
  const deviceId = setting("REDDIT_DEVICE_ID");
  if (clientId === undefined) {
    if (clientSecret === undefined && refreshToken === undefined) return undefined;
    throw new CommandError(
      'REDDIT_CLIENT_ID is missing. Set it beside the other keys in the environment or in .env ("reddit-crawler config" lists all), ' +
        "or none of them to read without keys.",
    );
  }
  // Empty is said on purpose; absent may be forgotten.
  const isInstalled = isSaidEmpty(sources, secretName);
  if (clientSecret === undefined && refreshToken === undefined && !isInstalled)
    throw new CommandError(
      `${secretName} is missing. Set it in the environment or in .env ("reddit-crawler config" lists all); leave it empty, ` +
        `"${secretName}=", for an installed app, which has none.`,
    );
  return {
    clientId,
    clientSecret: clientSecret ?? "",
    ...(refreshToken !== undefined && { refreshToken }),
    ...(deviceId !== undefined && { deviceId }),
  };
}
