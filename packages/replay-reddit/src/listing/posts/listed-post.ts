import { createHash } from "node:crypto";

import { titleOf } from "./titles.ts";

/** A post as a listing holds it (kind t3). What a shape adds stands beside these fields. */
export interface ListedPost {
  id: string;
  /** The fullname: `t3_` and the id. */
  name: string;
  title: string;
  author: string;
  subreddit: string;
  permalink: string;
  url: string;
  domain: string;
  is_self: boolean;
  /** Markdown. */
  selftext?: string | undefined;
  /** A URL, or a word such as `self`. */
  thumbnail?: string | undefined;
  /** Seconds since 1970. */
  created_utc: number;
  [field: string]: unknown;
}

/** The instant at which the demo's listing was "recorded", in seconds: fixed, so that two replays are alike. */
const recordedAt = Date.UTC(2026, 10, 1, 12) / 1000;

/** A post's id of seven characters in base 36, a different one for each number. */
export function postIdOf(number: number): string {
  return (3_900_000_000 + number * 7919).toString(36);
}

/** An id of `length` characters of `alphabet`, the same for the same seed. */
function idOf(seed: string, length: number, alphabet: string): string {
  const hash = createHash("sha256").update(seed).digest();
  return Array.from(hash.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("");
}

const base36 = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The id of an upload to Reddit, as i.redd.it and v.redd.it have them. */
export function uploadIdOf(seed: string): string {
  return idOf(`upload ${seed}`, 13, base36);
}

/** An imgur id of seven characters (albums and old pictures: five). Case counts. */
export function imgurIdOf(seed: string, length = 7): string {
  return idOf(`imgur ${seed}`, length, `${base36}ABCDEFGHIJKLMNOPQRSTUVWXYZ`);
}

/** What Reddit's previews are signed with: 40 hexadecimal digits for an unsigned URL. */
export function signed(url: string): string {
  const signature = createHash("sha1").update(url).digest("hex");
  return `${url}${url.includes("?") ? "&" : "?"}s=${signature}`;
}

/** A post without some of the fields that `listedPost` and its shape gave it. */
export function without(post: ListedPost, fields: readonly string[]): ListedPost {
  const kept = { ...post };
  for (const field of fields) Reflect.deleteProperty(kept, field);
  return kept;
}

/** Builds post `number` with the fields that every post has, and those of its shape. */
export function listedPost(
  number: number,
  fields: Partial<ListedPost> & Pick<ListedPost, "url" | "domain">,
): ListedPost {
  const id = postIdOf(number);
  const created = recordedAt - number * 617;
  const score = 48_000 - number * 101;
  const subreddit = fields.subreddit ?? "cats";
  return {
    id,
    name: `t3_${id}`,
    title: titleOf(number),
    author: `cat_friend_${(number * 37) % 90}`,
    author_fullname: `t2_${(70_000_000 + number).toString(36)}`,
    subreddit,
    subreddit_name_prefixed: `r/${subreddit}`,
    subreddit_id: "t5_2qhta",
    subreddit_type: "public",
    permalink: `/r/${subreddit}/comments/${id}/a_cat_${number}/`,
    created: created,
    created_utc: created,
    score,
    ups: score,
    downs: 0,
    upvote_ratio: 0.97,
    num_comments: (number * 53) % 900,
    num_crossposts: 0,
    selftext: "",
    selftext_html: null,
    is_self: false,
    is_video: false,
    is_reddit_media_domain: fields.domain === "i.redd.it" || fields.domain === "v.redd.it",
    media_only: false,
    media: null,
    secure_media: null,
    media_embed: {},
    over_18: false,
    spoiler: false,
    locked: false,
    stickied: false,
    pinned: false,
    archived: false,
    edited: false,
    hidden: false,
    quarantine: false,
    is_created_from_ads_ui: false,
    removed_by_category: null,
    link_flair_text: number % 3 === 0 ? "Cat Picture - OC" : null,
    thumbnail: "default",
    gilded: 0,
    distinguished: null,
    ...(fields.is_self ? {} : { url_overridden_by_dest: fields.url }),
    ...fields,
  };
}
